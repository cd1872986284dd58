# Scans volumes for damage, reading only.
$ErrorActionPreference = 'Stop'
$wanted = $env:FETTLE_P_DEVICE
$volumes = @(Get-Volume | Where-Object { $_.DriveType -eq 'Fixed' -and $_.DriveLetter -and $_.FileSystem -in 'NTFS', 'ReFS' })
if ($wanted) {
  $letter = $wanted.TrimEnd('\', ':')
  $volumes = @($volumes | Where-Object { "$($_.DriveLetter)" -eq $letter })
  if ($volumes.Count -eq 0) {
    Write-Output "Nothing is checked: there is no volume $wanted."
    exit 2
  }
}
if ($volumes.Count -eq 0) {
  Write-Output 'Nothing is checked: no volume here can be.'
  exit 10
}
$bad = 0
$told = foreach ($volume in $volumes) {
  $result = Repair-Volume -DriveLetter $volume.DriveLetter -Scan
  if ("$result" -ne 'NoErrorsFound') { $bad++ }
  "  $($volume.DriveLetter): $result"
}
if ($bad -gt 0) { Write-Output "Damage found in $bad of $($volumes.Count) volumes." } else { Write-Output "No damage found in $($volumes.Count) volumes." }
Write-Output $told
exit [int]($bad -gt 0)
