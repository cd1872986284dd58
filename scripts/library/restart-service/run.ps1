# Restarts a service and looks whether it stays up.
$ErrorActionPreference = 'Stop'
$mode = if ($env:FETTLE_MODE) { $env:FETTLE_MODE } else { 'run' }
$unit = $env:FETTLE_P_UNIT
$watch = if ($env:FETTLE_P_WATCH) { [int]$env:FETTLE_P_WATCH } else { 5 }

if (-not $unit -or $unit -notmatch '^[A-Za-z0-9_.$ -]+$') {
  Write-Output 'Nothing is restarted: that is no name of a service.'
  exit 2
}
if ($unit -like 'fettle-agent*') {
  Write-Output 'Nothing is restarted: the agent would end its own run. Restart it at the machine.'
  exit 2
}
$service = Get-Service -Name $unit -ErrorAction SilentlyContinue
if (-not $service) {
  Write-Output "Nothing is restarted: there is no service $unit here."
  exit 10
}
if ($mode -eq 'check') {
  Write-Output "Would restart $($service.Name), which is $($service.Status) now."
  exit 0
}
try {
  if ($service.Status -eq 'Running') { Restart-Service -Name $service.Name -Force } else { Start-Service -Name $service.Name }
  $service.WaitForStatus('Running', [TimeSpan]::FromSeconds(60))
} catch {
  Write-Output "$($service.Name) could not be restarted."
  Write-Output $_.Exception.Message
  exit 1
}
for ($seconds = 0; $seconds -lt $watch; $seconds++) {
  Start-Sleep -Seconds 1
  $service.Refresh()
  if ($service.Status -ne 'Running') {
    Write-Output "Restarted $($service.Name), but it does not stay up: it is $($service.Status) after $seconds s."
    exit 1
  }
}
Write-Output "Restarted $($service.Name): it has been running for $watch s."
exit 0
