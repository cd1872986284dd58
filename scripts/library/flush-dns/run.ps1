# Empties the cache of the DNS client.
$ErrorActionPreference = 'Stop'
$names = @(Get-DnsClientCache -ErrorAction SilentlyContinue).Count
if ($env:FETTLE_MODE -eq 'check') {
  Write-Output "Would flush the DNS cache, which has $names entries now."
  exit 0
}
Clear-DnsClientCache
Write-Output "Flushed the DNS cache, which had $names entries."
exit 0
