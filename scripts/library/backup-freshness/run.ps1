# Looks how old the newest backup is.
$ErrorActionPreference = 'Stop'
$place = $env:FETTLE_P_PLACE
$kind = if ($env:FETTLE_P_KIND) { $env:FETTLE_P_KIND } else { 'files' }
$hours = if ($env:FETTLE_P_HOURS) { [int]$env:FETTLE_P_HOURS } else { 26 }
$pattern = if ($env:FETTLE_P_PATTERN) { $env:FETTLE_P_PATTERN } else { '*' }
$least = if ($env:FETTLE_P_LEAST) { [long]$env:FETTLE_P_LEAST * 1KB } else { 1KB }

if (-not $place) {
  Write-Output 'Nothing is looked at: say where the backups are.'
  exit 2
}
function Exit-Judged([datetime]$made, [string]$what) {
  $age = ((Get-Date).ToUniversalTime() - $made.ToUniversalTime()).TotalHours
  if ($age -gt $hours) {
    Write-Output ('The newest {0} is {1:N0} hours old, more than {2}.' -f $what, [math]::Floor($age), $hours)
    exit 1
  }
  Write-Output ('The newest {0} is {1:N0} hours old.' -f $what, [math]::Floor($age))
  exit 0
}
if ($kind -eq 'borg') {
  Write-Output 'Nothing is looked at: borg is not there for Windows.'
  exit 10
}
if ($kind -eq 'restic') {
  $restic = "$env:ProgramFiles\restic\restic.exe"
  if (-not (Test-Path -LiteralPath $restic)) {
    Write-Output "Nothing is looked at: $restic is not there."
    exit 10
  }
  $env:RESTIC_PASSWORD = $env:FETTLE_P_PASSWORD
  $out = & $restic --repo $place --no-lock --no-cache --json snapshots --latest 1
  if ($LASTEXITCODE -ne 0) {
    Write-Output "restic did not answer for $place."
    exit 2
  }
  $snapshots = @($out | ConvertFrom-Json | ForEach-Object { $_ } | Sort-Object { [datetime]$_.time })
  if ($snapshots.Count -eq 0) {
    Write-Output "There is no snapshot in $place."
    exit 1
  }
  Exit-Judged ([datetime]$snapshots[-1].time) "snapshot of $place"
}
if (-not (Test-Path -LiteralPath $place -PathType Container)) {
  Write-Output "There is no backup: no folder $place is here."
  exit 1
}
$backups = @(Get-ChildItem -LiteralPath $place -Recurse -File -Force -ErrorAction SilentlyContinue |
    Where-Object { $_.Name -like $pattern -and $_.Length -ge $least } | Sort-Object LastWriteTimeUtc)
if ($backups.Count -eq 0) {
  Write-Output "There is no backup: no file like $pattern lies below $place."
  exit 1
}
$newest = $backups[-1]
Exit-Judged $newest.LastWriteTimeUtc ('of {0} backups, {1} ({2:N1} MiB),' -f $backups.Count, $newest.Name, ($newest.Length / 1MB))
