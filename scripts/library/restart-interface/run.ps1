# Restarts a network adapter; a task of its own enables it again should this run be ended halfway.
$ErrorActionPreference = 'Stop'
$name = $env:FETTLE_P_INTERFACE
$gateway = $env:FETTLE_P_GATEWAY
$wait = if ($env:FETTLE_P_WAIT) { [int]$env:FETTLE_P_WAIT } else { 20 }

$route = Get-NetRoute -DestinationPrefix '0.0.0.0/0' -ErrorAction SilentlyContinue |
  Where-Object { -not $name -or $_.InterfaceAlias -eq $name } | Sort-Object RouteMetric | Select-Object -First 1
if (-not $name -and $route) { $name = $route.InterfaceAlias }
if (-not $name -or -not (Get-NetAdapter -Name $name -ErrorAction SilentlyContinue)) {
  Write-Output "Nothing is restarted: there is no interface $name."
  exit 2
}
if (-not $gateway -and $route) { $gateway = $route.NextHop }
if (-not $gateway -or -not (Test-Connection -ComputerName $gateway -Count 1 -Quiet)) {
  Write-Output "Nothing is restarted: no gateway answers over $name now, so nobody could tell whether it worked."
  exit 10
}
if ($env:FETTLE_MODE -eq 'check') {
  Write-Output "Would restart $name, over which $gateway answers now."
  exit 0
}
$task = 'Fettle interface guard'
$quoted = $name -replace "'", "''"
$command = "-NoProfile -NonInteractive -Command `"Enable-NetAdapter -Name '$quoted' -Confirm:`$false`""
$action = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe" -Argument $command
$trigger = New-ScheduledTaskTrigger -Once -At (Get-Date).AddSeconds($wait + 30)
[void](Register-ScheduledTask -TaskName $task -Action $action -Trigger $trigger -User 'SYSTEM' -RunLevel Highest -Force)
$began = Get-Date
$answered = $false
try {
  Restart-NetAdapter -Name $name -Confirm:$false
  while (-not $answered -and ((Get-Date) - $began).TotalSeconds -lt $wait) {
    $answered = Test-Connection -ComputerName $gateway -Count 1 -Quiet
    if (-not $answered) { Start-Sleep -Seconds 1 }
  }
} finally {
  Enable-NetAdapter -Name $name -Confirm:$false -ErrorAction SilentlyContinue
  Unregister-ScheduledTask -TaskName $task -Confirm:$false -ErrorAction SilentlyContinue
}
if (-not $answered) {
  Write-Output "Restarted $name, but $gateway does not answer within $wait s."
  exit 1
}
Write-Output ('Restarted {0}: {1} answers after {2:N0} s.' -f $name, $gateway, ((Get-Date) - $began).TotalSeconds)
exit 0
