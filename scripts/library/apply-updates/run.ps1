# Installs the updates that wait, by Windows Update; named packages by winget.
$ErrorActionPreference = 'Stop'
$mode = if ($env:FETTLE_MODE) { $env:FETTLE_MODE } else { 'run' }
$only = if ($env:FETTLE_P_ONLY) { $env:FETTLE_P_ONLY } else { 'all' }
$packages = @("$env:FETTLE_P_PACKAGES" -split '\s+' | Where-Object { $_ })

if ($packages.Count -gt 0) {
  foreach ($name in $packages) {
    if ($name -notmatch '^[A-Za-z0-9][A-Za-z0-9.+_-]*$') {
      Write-Output "Nothing is updated: $name is no name of a package."
      exit 2
    }
  }
  $winget = Get-ChildItem "$env:ProgramFiles\WindowsApps\Microsoft.DesktopAppInstaller_*__8wekyb3d8bbwe\winget.exe" -ErrorAction SilentlyContinue |
    Sort-Object FullName | Select-Object -Last 1
  if (-not $winget) {
    Write-Output 'Nothing is updated: winget is not here.'
    exit 10
  }
  if ($mode -eq 'check') {
    Write-Output "Would update by winget: $($packages -join ' ')."
    exit 0
  }
  $told = @()
  $failed = @()
  foreach ($name in $packages) {
    $told += & $winget.FullName upgrade --id $name --exact --silent --disable-interactivity --accept-source-agreements --accept-package-agreements 2>&1
    # 0x8A15002B: no newer version is there.
    if ($LASTEXITCODE -ne 0 -and $LASTEXITCODE -ne -1978335189) { $failed += $name }
  }
  if ($failed.Count -gt 0) { Write-Output "winget failed at updating $($failed -join ' ')." } else { Write-Output "Updated by winget: $($packages -join ' ')." }
  Write-Output $told
  exit [int]($failed.Count -gt 0)
}

$session = New-Object -ComObject Microsoft.Update.Session
try { $found = $session.CreateUpdateSearcher().Search('IsInstalled=0 and IsHidden=0').Updates } catch {
  Write-Output 'Nothing is updated: Windows Update failed.'
  Write-Output $_.Exception.Message
  exit 1
}
$wanted = New-Object -ComObject Microsoft.Update.UpdateColl
foreach ($update in $found) {
  $security = @($update.Categories | Where-Object { $_.CategoryID -eq '0fa1201d-4330-4fa8-8ae9-b877473b6441' }).Count -gt 0
  if ($update.InstallationBehavior.CanRequestUserInput -or ($only -eq 'security' -and -not $security)) { continue }
  if ($mode -ne 'check' -and -not $update.EulaAccepted) { $update.AcceptEula() }
  [void]$wanted.Add($update)
}
$titles = @(foreach ($update in $wanted) { "  $($update.Title)" })
if ($wanted.Count -eq 0) {
  Write-Output 'No update waits by Windows Update.'
  exit 0
}
if ($mode -eq 'check') {
  Write-Output "Would install $($wanted.Count) updates by Windows Update."
  Write-Output $titles
  exit 0
}
$downloader = $session.CreateUpdateDownloader()
$downloader.Updates = $wanted
[void]$downloader.Download()
$installer = $session.CreateUpdateInstaller()
$installer.Updates = $wanted
$result = $installer.Install()
# 2: all of them; 3: with complaints.
if ($result.ResultCode -ne 2 -and $result.ResultCode -ne 3) {
  Write-Output "Windows Update failed at installing $($wanted.Count) updates (result $($result.ResultCode))."
  Write-Output $titles
  exit 1
}
Write-Output "Installed $($wanted.Count) updates by Windows Update."
Write-Output $titles
if ($result.RebootRequired) {
  Write-Output 'A reboot is needed.'
  exit 20
}
exit 0
