# Asks the DHCP server again for the address of an interface.
$ErrorActionPreference = 'Stop'
$mode = if ($env:FETTLE_MODE) { $env:FETTLE_MODE } else { 'run' }
$wait = if ($env:FETTLE_P_WAIT) { [int]$env:FETTLE_P_WAIT } else { 20 }
$name = $env:FETTLE_P_INTERFACE

if (-not $name) {
  $route = Get-NetRoute -DestinationPrefix '0.0.0.0/0' -ErrorAction SilentlyContinue | Sort-Object RouteMetric | Select-Object -First 1
  if (-not $route) {
    Write-Output 'Nothing is renewed: there is no default route to tell the interface by.'
    exit 2
  }
  $name = $route.InterfaceAlias
}
$adapter = Get-NetIPInterface -InterfaceAlias $name -AddressFamily IPv4 -ErrorAction SilentlyContinue
if (-not $adapter) {
  Write-Output "Nothing is renewed: there is no interface $name."
  exit 2
}
if ($adapter.Dhcp -ne 'Enabled') {
  Write-Output "Nothing is renewed: $name has a fixed address."
  exit 10
}
function Get-Address {
  (Get-NetIPAddress -InterfaceAlias $name -AddressFamily IPv4 -ErrorAction SilentlyContinue |
    Where-Object { $_.IPAddress -notlike '169.254.*' } | Select-Object -First 1).IPAddress
}
$before = Get-Address
if ($mode -eq 'check') {
  Write-Output "Would renew $name, which has $(if ($before) { $before } else { 'no address' }) now."
  exit 0
}
$out = & "$env:SystemRoot\System32\ipconfig.exe" /renew $name 2>&1
for ($waited = 0; -not (Get-Address) -and $waited -lt $wait; $waited++) { Start-Sleep -Seconds 1 }
$after = Get-Address
if (-not $after) {
  Write-Output "Asked again, but $name has no address after $wait s."
  Write-Output $out
  exit 1
}
Write-Output "Renewed $name; it has $after, before it had $(if ($before) { $before } else { 'none' })."
exit 0
