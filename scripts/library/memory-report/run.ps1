# Tells how much memory is free and which programs use most of it.
$ErrorActionPreference = 'Stop'
$top = if ($env:FETTLE_P_TOP) { [int]$env:FETTLE_P_TOP } else { 15 }
$system = Get-CimInstance Win32_OperatingSystem
$programs = @(Get-Process | Group-Object ProcessName | ForEach-Object {
    [pscustomobject]@{ Name = $_.Name; Count = $_.Count; Bytes = ($_.Group | Measure-Object WorkingSet64 -Sum).Sum }
  } | Sort-Object Bytes -Descending | Select-Object -First $top)
Write-Output ('{0:N1} GiB of {1:N1} GiB are available; {2} uses most.' -f ($system.FreePhysicalMemory / 1MB), ($system.TotalVisibleMemorySize / 1MB), $programs[0].Name)
$programs | ForEach-Object { Write-Output ('  {0,10:N0} MiB  {1} ({2})' -f ($_.Bytes / 1MB), $_.Name, $_.Count) }
exit 0
