# Deletes old files from a fixed list of temporary folders and download caches.
$ErrorActionPreference = 'Stop'
$mode = if ($env:FETTLE_MODE) { $env:FETTLE_MODE } else { 'run' }
$days = if ($env:FETTLE_P_DAYS) { [int]$env:FETTLE_P_DAYS } else { 7 }
$caches = $env:FETTLE_P_CACHES -ne 'false'
$before = (Get-Date).AddDays(-$days)

$folders = @("$env:SystemRoot\Temp")
$profiles = Get-ChildItem -LiteralPath "$env:SystemDrive\Users" -Directory -Force |
  Where-Object { -not ($_.Attributes -band [System.IO.FileAttributes]::ReparsePoint) }
foreach ($one in $profiles) { $folders += Join-Path $one.FullName 'AppData\Local\Temp' }
if ($caches) { $folders += "$env:SystemRoot\SoftwareDistribution\Download" }

function Format-Size([long]$bytes) {
  if ($bytes -ge 1GB) { return '{0:N1} GiB' -f ($bytes / 1GB) }
  if ($bytes -ge 1MB) { return '{0:N1} MiB' -f ($bytes / 1MB) }
  return '{0:N0} KiB' -f ($bytes / 1KB)
}
$script:failed = 0
# Old files below a folder, deepest last; what is a link or junction leads elsewhere and is not followed.
function Clear-Folder([System.IO.DirectoryInfo]$folder, $sum) {
  try { $entries = $folder.GetFileSystemInfos() } catch { return }
  foreach ($entry in $entries) {
    if ($entry.Attributes -band [System.IO.FileAttributes]::ReparsePoint) { continue }
    if ($entry -is [System.IO.DirectoryInfo]) { Clear-Folder $entry $sum; continue }
    if ($entry.LastWriteTime -gt $before -or $entry.LastAccessTime -gt $before) { continue }
    $length = $entry.Length
    if ($mode -ne 'check') {
      try { $entry.Delete() } catch { $script:failed++; continue }
    }
    $sum.Files++
    $sum.Bytes += $length
  }
}

$files = 0
[long]$bytes = 0
$told = @()
foreach ($name in $folders) {
  if (-not (Test-Path -LiteralPath $name -PathType Container)) { continue }
  $folder = Get-Item -LiteralPath $name -Force
  if ($folder.Attributes -band [System.IO.FileAttributes]::ReparsePoint) { continue }
  $sum = @{ Files = 0; Bytes = [long]0 }
  Clear-Folder $folder $sum
  if ($sum.Files -eq 0) { continue }
  $files += $sum.Files
  $bytes += $sum.Bytes
  $told += '  {0} files, {1}  {2}' -f $sum.Files, (Format-Size $sum.Bytes), $name
}
$deed = if ($mode -eq 'check') { 'Would delete' } else { 'Deleted' }
Write-Output "$deed $files files of $days days and more, $(Format-Size $bytes)."
$told | ForEach-Object { Write-Output $_ }
if ($script:failed -gt 0) { Write-Output "  $($script:failed) files are in use and stay." }
exit 0
