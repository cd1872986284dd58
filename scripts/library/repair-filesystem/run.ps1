# Repairs one volume, which is offline meanwhile.
$ErrorActionPreference = 'Stop'
$letter = "$env:FETTLE_P_DEVICE".TrimEnd('\', ':')
$deep = $env:FETTLE_P_DEEP -eq 'true'
if ($letter -notmatch '^[A-Za-z]$') {
  Write-Output 'Nothing is repaired: a volume is named by its letter, such as D:.'
  exit 2
}
if ("$($letter):" -eq $env:SystemDrive) {
  Write-Output 'Nothing is repaired: Windows runs from this volume. Use chkdsk at the next start.'
  exit 2
}
if (-not (Get-Volume -DriveLetter $letter -ErrorAction SilentlyContinue)) {
  Write-Output "Nothing is repaired: there is no volume $letter."
  exit 2
}
if ($env:FETTLE_MODE -eq 'check') {
  Write-Output "Would repair volume ${letter}; the scan says $(Repair-Volume -DriveLetter $letter -Scan)."
  exit 0
}
$result = if ($deep) { Repair-Volume -DriveLetter $letter -OfflineScanAndFix } else { Repair-Volume -DriveLetter $letter -SpotFix }
if ("$result" -eq 'NoErrorsFound') {
  Write-Output "Repaired volume ${letter}: no errors are left."
  exit 0
}
Write-Output "Damage is left on volume ${letter}: $result."
exit 1
