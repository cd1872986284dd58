# Lists the largest folders and files below a folder, on its own volume.
$ErrorActionPreference = 'Stop'
$path = if ($env:FETTLE_P_PATH -and $env:FETTLE_P_PATH -ne '/') { $env:FETTLE_P_PATH } else { "$env:SystemDrive\" }
$top = if ($env:FETTLE_P_TOP) { [int]$env:FETTLE_P_TOP } else { 15 }
$least = if ($env:FETTLE_P_LEAST) { [long]$env:FETTLE_P_LEAST * 1MB } else { 10MB }

if (-not (Test-Path -LiteralPath $path -PathType Container)) {
  Write-Output "Nothing is listed: there is no folder $path."
  exit 1
}
function Format-Size([long]$bytes) {
  if ($bytes -ge 1GB) { return '{0:N1} GiB' -f ($bytes / 1GB) }
  if ($bytes -ge 1MB) { return '{0:N1} MiB' -f ($bytes / 1MB) }
  return '{0:N0} KiB' -f ($bytes / 1KB)
}

$folders = @{}
$files = New-Object System.Collections.Generic.List[object]
# Sums a folder with all below it; links and junctions lead elsewhere and are not followed.
function Measure-Folder([System.IO.DirectoryInfo]$folder) {
  [long]$sum = 0
  try { $entries = $folder.GetFileSystemInfos() } catch { return $sum }
  foreach ($entry in $entries) {
    if ($entry.Attributes -band [System.IO.FileAttributes]::ReparsePoint) { continue }
    if ($entry -is [System.IO.DirectoryInfo]) { $sum += Measure-Folder $entry }
    else {
      $sum += $entry.Length
      if ($entry.Length -ge $least) { $files.Add([pscustomobject]@{ Size = $entry.Length; Name = $entry.FullName }) }
    }
  }
  $folders[$folder.FullName] = $sum
  return $sum
}
$root = Get-Item -LiteralPath $path -Force
[void](Measure-Folder $root)
$folders.Remove($root.FullName)

$drive = New-Object System.IO.DriveInfo ([System.IO.Path]::GetPathRoot($root.FullName))
$used = 100 * (1 - $drive.TotalFreeSpace / $drive.TotalSize)
Write-Output ('{0:N0} % of {1} is used, {2} are free; the largest below {3}:' -f $used, $drive.Name, (Format-Size $drive.TotalFreeSpace), $path)
Write-Output 'Folders, with all below them'
$folders.GetEnumerator() | Sort-Object Value -Descending | Select-Object -First $top | ForEach-Object {
  Write-Output ('  {0,10}  {1}' -f (Format-Size $_.Value), $_.Key)
}
Write-Output ('Files of {0} and more' -f (Format-Size $least))
$files | Sort-Object Size -Descending | Select-Object -First $top | ForEach-Object {
  Write-Output ('  {0,10}  {1}' -f (Format-Size $_.Size), $_.Name)
}
exit 0
