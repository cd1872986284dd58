# Gathers what a technician asks first into one text, with secrets left out.
$ErrorActionPreference = 'Continue'
$lines = if ($env:FETTLE_P_LINES) { [int]$env:FETTLE_P_LINES } else { 60 }
$word = '(passw(or)?d|passwd|passphrase|pwd|secret|token|api_?key|private_?key|credential|authorization|cookie|session_?id)'
$parts = New-Object System.Collections.Generic.List[string]

function Add-Part([string]$title, [scriptblock]$ask) {
  try { $text = @(& $ask | Out-String -Stream -Width 200 | Where-Object { $_.Trim() } | Select-Object -First $lines) } catch { $text = @("$_") }
  if ($text.Count -eq 0) { return }
  $text = $text | ForEach-Object {
    $line = $_ -replace "(?i)($word[a-z0-9_-]*`"?\s*[=:]\s*)(`"[^`"]*`"|(bearer|basic)\s+[^\s,;]+|[^\s,;`"&]+)", '$1<left out>'
    $line = $line -replace '(?i)bearer [^\s,;"]+', 'Bearer <left out>' -replace '://[^\s/:@]+:[^\s/@]+@', '://<left out>@'
    $line.Substring(0, [math]::Min(400, $line.Length))
  }
  $parts.Add("== $title`r`n" + ($text -join "`r`n"))
}

Add-Part 'system' { Get-CimInstance Win32_OperatingSystem | Format-List Caption, Version, LastBootUpTime, LocalDateTime, TotalVisibleMemorySize, FreePhysicalMemory }
Add-Part 'disks' { Get-Volume | Where-Object DriveLetter | Format-Table DriveLetter, FileSystem, HealthStatus, SizeRemaining, Size }
Add-Part 'processes' { Get-Process | Sort-Object WorkingSet64 -Descending | Format-Table Id, ProcessName, CPU, WorkingSet64 }
Add-Part 'addresses' { Get-NetIPAddress | Format-Table InterfaceAlias, IPAddress, PrefixLength }
Add-Part 'routes' { Get-NetRoute | Format-Table DestinationPrefix, NextHop, InterfaceAlias, RouteMetric }
Add-Part 'name servers' { Get-DnsClientServerAddress | Format-Table InterfaceAlias, ServerAddresses }
Add-Part 'listening' { Get-NetTCPConnection -State Listen | Format-Table LocalAddress, LocalPort, OwningProcess }
Add-Part 'services that should run' { Get-CimInstance Win32_Service -Filter "StartMode = 'Auto' AND State <> 'Running'" | Format-Table Name, State, ExitCode }
Add-Part 'errors of the log' {
  Get-WinEvent -FilterHashtable @{ LogName = 'System', 'Application'; Level = 1, 2 } -MaxEvents $lines |
    ForEach-Object { '{0:s} {1} {2}: {3}' -f $_.TimeCreated, $_.ProviderName, $_.Id, ("$($_.Message)" -split "`n")[0] }
}
Write-Output "Diagnostics of $env:COMPUTERNAME in $($parts.Count) parts."
$parts | ForEach-Object { Write-Output $_ }
exit 0
