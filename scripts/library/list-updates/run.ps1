# Lists the updates that wait, by Windows Update and by winget.
$ErrorActionPreference = 'Stop'
$top = if ($env:FETTLE_P_TOP) { [int]$env:FETTLE_P_TOP } else { 100 }
try {
  $searcher = (New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher()
  $updates = @($searcher.Search('IsInstalled=0 and IsHidden=0').Updates)
} catch {
  Write-Output 'No updates are listed: Windows Update failed.'
  Write-Output $_.Exception.Message
  exit 1
}
$rows = @($updates | ForEach-Object {
    $security = @($_.Categories | Where-Object { $_.CategoryID -eq '0fa1201d-4330-4fa8-8ae9-b877473b6441' }).Count -gt 0
    [pscustomobject]@{ Title = $_.Title; Security = $security }
  } | Sort-Object @{ Expression = 'Security'; Descending = $true }, Title)
$urgent = @($rows | Where-Object { $_.Security }).Count

# As SYSTEM winget is not on the path, but in the folder of its package.
$package = Get-ChildItem "$env:ProgramFiles\WindowsApps\Microsoft.DesktopAppInstaller_*__8wekyb3d8bbwe\winget.exe" -ErrorAction SilentlyContinue |
  Sort-Object FullName | Select-Object -Last 1
$programs = @()
if ($package) {
  $lines = @(& $package.FullName upgrade --disable-interactivity --accept-source-agreements 2>&1 | ForEach-Object { "$_" })
  $rule = 0
  while ($rule -lt $lines.Count -and $lines[$rule] -notmatch '^-{10,}') { $rule++ }
  for ($i = $rule + 1; $i -lt $lines.Count -and $lines[$i] -match '\S\s{2,}\S'; $i++) { $programs += $lines[$i].Trim() }
}
Write-Output "$($rows.Count) updates wait by Windows Update, $urgent of them for security, and $($programs.Count) by winget."
$rows | Select-Object -First $top | ForEach-Object { Write-Output ('  {0}{1}' -f $_.Title, $(if ($_.Security) { ' (security)' } else { '' })) }
$programs | Select-Object -First $top | ForEach-Object { Write-Output "  $_" }
exit 0
