# Makes the time service of Windows set the clock now.
$ErrorActionPreference = 'Stop'
$w32tm = "$env:SystemRoot\System32\w32tm.exe"
$service = Get-Service -Name w32time -ErrorAction SilentlyContinue
if (-not $service) {
  Write-Output 'The clock is as it was: no time service is here.'
  exit 10
}
if ($env:FETTLE_MODE -eq 'check') {
  Write-Output "Would set the clock by w32time, which is $($service.Status) now."
  if ($service.Status -eq 'Running') { & $w32tm /query /status }
  exit 0
}
if ($service.Status -ne 'Running') { Start-Service -Name w32time }
$out = & $w32tm /resync /rediscover 2>&1
if ($LASTEXITCODE -ne 0) {
  Write-Output 'The time servers did not answer.'
  Write-Output $out
  exit 1
}
Write-Output 'Set the clock by w32time.'
& $w32tm /query /status
exit 0
