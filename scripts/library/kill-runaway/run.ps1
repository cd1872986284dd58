# Ends processes of one name that use more than a limit.
$ErrorActionPreference = 'Stop'
$mode = if ($env:FETTLE_MODE) { $env:FETTLE_MODE } else { 'run' }
function Get-Number([string]$text, [int]$otherwise) { if ($text) { [int]$text } else { $otherwise } }
$name = $env:FETTLE_P_NAME -replace '\.exe$', ''
$cpu = Get-Number $env:FETTLE_P_CPU 90
$memory = Get-Number $env:FETTLE_P_MEMORY 0
$sample = Get-Number $env:FETTLE_P_SAMPLE 5
$most = Get-Number $env:FETTLE_P_MOST 1
$grace = Get-Number $env:FETTLE_P_GRACE 10

$critical = 'system', 'idle', 'registry', 'smss', 'csrss', 'wininit', 'winlogon', 'services', 'lsass', 'lsaiso', 'svchost', 'dwm',
  'fontdrvhost', 'memory compression', 'logonui', 'explorer', 'msmpeng'
if (-not $name -or $name -match '[\\/*?\[\]]') {
  Write-Output 'Nothing is ended: a process is named without path, as the process list shows it.'
  exit 2
}
if ($critical -contains $name.ToLowerInvariant() -or $name -like 'fettle*') {
  Write-Output "Nothing is ended: a system does not do without $name."
  exit 2
}
if ($cpu -eq 0 -and $memory -eq 0) {
  Write-Output 'Nothing is ended: give a limit, of the processor or of memory.'
  exit 2
}

# This run and all above it.
$own = @($PID)
$above = $PID
while ($above) {
  $one = Get-CimInstance Win32_Process -Filter "ProcessId = $above" -ErrorAction SilentlyContinue
  if (-not $one -or $own -contains $one.ParentProcessId) { break }
  $above = $one.ParentProcessId
  $own += $above
}
$first = @(Get-Process -Name $name -ErrorAction SilentlyContinue | Where-Object { $own -notcontains $_.Id } |
    ForEach-Object { [pscustomobject]@{ Id = $_.Id; Start = $_.StartTime; Time = $_.TotalProcessorTime } })
if ($first.Count -eq 0) {
  Write-Output "Nothing is ended: no process of $name runs here that may be ended."
  exit 10
}
Start-Sleep -Seconds $sample
$found = @(foreach ($before in $first) {
    $now = Get-Process -Id $before.Id -ErrorAction SilentlyContinue
    if (-not $now -or $now.StartTime -ne $before.Start) { continue }
    $used = [math]::Floor(($now.TotalProcessorTime - $before.Time).TotalSeconds * 100 / $sample)
    $mib = [math]::Floor($now.WorkingSet64 / 1MB)
    if ($used -ge $cpu -and $mib -ge $memory) {
      [pscustomobject]@{ Id = $now.Id; Start = $before.Start; Used = $used; MiB = $mib }
    }
  })
$found = @($found | Sort-Object Used, MiB -Descending | Select-Object -First $most)
if ($found.Count -eq 0) {
  Write-Output "Nothing is ended: no process of $name uses so much now."
  exit 10
}
$told = ($found | ForEach-Object { "$($_.Id) used $($_.Used) % of a processor and $($_.MiB) MiB" }) -join '; '
$number = if ($found.Count -eq 1) { '1 process' } else { "$($found.Count) processes" }
if ($mode -eq 'check') {
  Write-Output "Would end $number of ${name}: $told."
  exit 0
}
function Get-Left {
  foreach ($one in $found) {
    $now = Get-Process -Id $one.Id -ErrorAction SilentlyContinue
    if ($now -and $now.StartTime -eq $one.Start) { $now }
  }
}
Get-Left | ForEach-Object { [void]$_.CloseMainWindow() }
for ($waited = 0; @(Get-Left).Count -gt 0 -and $waited -lt $grace; $waited++) { Start-Sleep -Seconds 1 }
Get-Left | Stop-Process -Force -ErrorAction SilentlyContinue
Start-Sleep -Seconds 1
$left = @(Get-Left)
if ($left.Count -gt 0) {
  Write-Output "Processes of $name do not end: $(($left | ForEach-Object { $_.Id }) -join ' ')."
  exit 1
}
Write-Output "Ended $number of ${name}: $told."
exit 0
