# Looks for certificates that have ended or will end soon.
$ErrorActionPreference = 'Stop'
$place = $env:FETTLE_P_PLACE
$days = if ($env:FETTLE_P_DAYS) { [int]$env:FETTLE_P_DAYS } else { 21 }
$limit = (Get-Date).AddDays($days)
if ($place) {
  $found = @(Get-ChildItem -LiteralPath $place -Recurse -File -Force -ErrorAction SilentlyContinue |
      Where-Object { $_.Extension -in '.pem', '.crt', '.cer', '.cert' } | ForEach-Object {
        try {
          $one = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 $_.FullName
          [pscustomobject]@{ End = $one.NotAfter; Name = $one.Subject; Place = $_.FullName }
        } catch { Write-Verbose "$($_.Exception.Message)" }
      })
} else {
  $found = @(Get-ChildItem Cert:\LocalMachine\My | ForEach-Object {
      [pscustomobject]@{ End = $_.NotAfter; Name = $_.Subject; Place = $_.Thumbprint }
    })
}
if ($found.Count -eq 0) {
  Write-Output 'Nothing is looked at: no certificate was found.'
  exit 10
}
$early = @($found | Where-Object { $_.End -lt $limit }).Count
if ($early -gt 0) { Write-Output "$early of $($found.Count) certificates end within $days days." } else {
  Write-Output "All $($found.Count) certificates are good for more than $days days."
}
$found | Sort-Object End | ForEach-Object { Write-Output ('  ends {0:yyyy-MM-dd}  {1}  {2}' -f $_.End, $_.Name, $_.Place) }
exit [int]($early -gt 0)
