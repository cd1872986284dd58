#!/bin/sh
# Looks for certificates that have ended or will end soon.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

place=${FETTLE_P_PLACE:-}
days=${FETTLE_P_DAYS:-21}

if ! command -v openssl >/dev/null 2>&1; then
  echo 'Nothing is looked at: openssl is not installed here.'
  exit 10
fi
if [ -n "$place" ]; then
  case $place in -*) place=./$place ;; esac
  if [ ! -e "$place" ]; then
    echo "Nothing is looked at: there is no $place."
    exit 10
  fi
  set -- "$place"
else
  set --
  for one in /etc/letsencrypt/live /etc/pki/tls/certs /etc/ssl/private /etc/nginx /etc/apache2 /etc/httpd /etc/haproxy /etc/postfix /etc/dovecot \
    /usr/local/etc/nginx /usr/local/etc/letsencrypt/live /etc/uhttpd.crt; do
    if [ -e "$one" ]; then set -- "$@" "$one"; fi
  done
fi
if [ "$#" -eq 0 ]; then
  echo 'Nothing is looked at: none of the usual places is here.'
  exit 10
fi

# A line each: "ends-early? end name file". One that is a link to a file counts, as Let’s Encrypt has them.
# shellcheck disable=SC2016
look='
seconds=$1
shift
for file; do
  if [ ! -f "$file" ]; then continue; fi
  text=$(openssl x509 -in "$file" -noout -enddate -subject -nameopt RFC2253,sep_multiline 2>/dev/null) || continue
  end=$(printf "%s\n" "$text" | sed -n "s/^notAfter=//p")
  name=$(printf "%s\n" "$text" | sed -n "s/^ *CN=//p" | head -n 1)
  # It says so where it has ended, too.
  if openssl x509 -in "$file" -noout -checkend "$seconds" >/dev/null 2>&1; then early=0; else early=1; fi
  printf "%s\t%s\t%s\t%s" "$early" "$end" "${name:--}" "$file" | tr "\001-\010\012-\037\177" "?"
  echo
done'
found=$(find "$@" \( -type f -o -type l \) \( -name '*.pem' -o -name '*.crt' -o -name '*.cer' -o -name '*.cert' \) \
  -exec sh -c "$look" sh "$((days * 86400))" {} + 2>/dev/null | sort -u || :)
if [ -z "$found" ]; then
  echo 'Nothing is looked at: no certificate was found.'
  exit 10
fi
all=$(printf '%s\n' "$found" | awk 'END { print NR }')
early=$(printf '%s\n' "$found" | awk -F '\t' '$1 == 1 { n++ } END { print n + 0 }')
if [ "$early" -eq 1 ]; then
  echo "1 of $all certificates ends within $days days."
elif [ "$early" -gt 0 ]; then
  echo "$early of $all certificates end within $days days."
elif [ "$all" -eq 1 ]; then
  echo "The one certificate is good for more than $days days."
else
  echo "All $all certificates are good for more than $days days."
fi
# "Nov 29 21:42:49 2026 GMT"; the first to end first.
printf '%s\n' "$found" | awk -F '\t' '
  BEGIN { split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names, " "); for (i in names) month[names[i]] = i }
  { split($2, part, " +"); printf "  ends %04d-%02d-%02d  %s  %s\n", part[4], month[part[1]], part[2], $3, $4 }' | sort
if [ "$early" -gt 0 ]; then exit 1; fi
