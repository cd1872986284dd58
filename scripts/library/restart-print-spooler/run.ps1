# Restarts the print spooler, and throws away the jobs that wait where it is asked to.
$ErrorActionPreference = 'Stop'
$clear = $env:FETTLE_P_CLEAR -eq 'true'
$service = Get-Service -Name Spooler -ErrorAction SilentlyContinue
if (-not $service -or $service.StartType -eq 'Disabled') {
  Write-Output 'Nothing is restarted: nothing prints here.'
  exit 10
}
$folder = (Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Control\Print\Printers' -ErrorAction SilentlyContinue).DefaultSpoolDirectory
if (-not $folder) { $folder = "$env:SystemRoot\System32\spool\PRINTERS" }
$waiting = @(Get-ChildItem -LiteralPath $folder -Filter *.SHD -File -Force -ErrorAction SilentlyContinue).Count
if ($env:FETTLE_MODE -eq 'check') {
  if ($clear) { Write-Output "Would throw away $waiting jobs and restart the spooler." } else { Write-Output "Would restart the spooler; $waiting jobs wait." }
  exit 0
}
try {
  Stop-Service -Name Spooler -Force
  if ($clear) {
    Get-ChildItem -LiteralPath $folder -File -Force | Where-Object { $_.Extension -in '.SHD', '.SPL' } | Remove-Item -Force
  }
} finally { Start-Service -Name Spooler }
$service.Refresh()
if ($service.Status -ne 'Running') {
  Write-Output 'Restarted the spooler, but it does not run.'
  exit 1
}
if ($clear) { Write-Output "Restarted the spooler; $waiting jobs were thrown away." } else { Write-Output "Restarted the spooler; $waiting jobs wait." }
exit 0
