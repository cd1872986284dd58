# Tells who is signed in and reboots after some minutes; undo cancels it.
$ErrorActionPreference = 'Stop'
$mode = if ($env:FETTLE_MODE) { $env:FETTLE_MODE } else { 'run' }
$minutes = if ($env:FETTLE_P_MINUTES) { [int]$env:FETTLE_P_MINUTES } else { 10 }
$message = if ($env:FETTLE_P_MESSAGE) { $env:FETTLE_P_MESSAGE } else { 'This machine is rebooted for maintenance. Please save your work.' }
$shutdown = "$env:SystemRoot\System32\shutdown.exe"
$words = if ($minutes -eq 1) { '1 minute' } else { "$minutes minutes" }

if ($mode -eq 'undo') {
  $ErrorActionPreference = 'Continue'
  [void](& $shutdown /a 2>&1)
  # 1116: no shutdown is planned.
  if ($LASTEXITCODE -eq 1116) {
    Write-Output 'Nothing is cancelled: no reboot is planned.'
    exit 10
  }
  if ($LASTEXITCODE -ne 0) {
    Write-Output 'The reboot could not be cancelled.'
    exit 1
  }
  Write-Output 'The reboot is cancelled.'
  exit 0
}
if ($mode -eq 'check') {
  Write-Output "Would reboot this machine in $words, and tell who is signed in: $message"
  exit 0
}
$ErrorActionPreference = 'Continue'
$out = & $shutdown /r /t ($minutes * 60) /c ($message -replace '"', "'") /d p:2:4 2>&1
if ($LASTEXITCODE -ne 0) {
  Write-Output 'The reboot could not be planned.'
  Write-Output $out
  exit 1
}
Write-Output "This machine reboots in $words; undo cancels it."
exit 0
