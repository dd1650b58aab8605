#!/usr/bin/env bash
# Serves dist/ with the recipes of docs/hosting.md, taken from the document as they stand, and looks at what arrives.
# Run by ./dev hosting, which installs nginx and Caddy. No root needed for the test itself.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
server=
passed=0
failed=0
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap 'stop; rm -rf "$work"' EXIT

# recipe LANGUAGE [SERIAL]: the text of the document's fenced block in that language.
recipe() { awk -v fence="\`\`\`$1" -v wanted="${2:-1}" '$0 == "```" { inside = 0 } inside && n == wanted; $0 == fence { inside = 1; n++ }' docs/hosting.md; }

check() { # check WHAT EXPECTED FOUND
  if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "✗ $1: expected '$2', found '$3'"; fi
}

# answer PATH [CURL ARGUMENTS]: status line and headers, lower case, without carriage returns.
answer() { curl -sS -o "$work/body" -D - "${@:2}" "$site$1" | tr -d '\r' | tr '[:upper:]' '[:lower:]'; }
header() { sed -n "s/^$1: //p" <<<"$heard" | head -1; }

arrives() { # arrives PATH FILE TYPE CACHE
  local heard encoding
  for encoding in identity gzip br; do
    heard=$(answer "$1" -H "Accept-Encoding: $encoding")
    check "$name $1 ($encoding): status" 200 "$(awk 'NR == 1 { print $2 }' <<<"$heard")"
    check "$name $1 ($encoding): type" "$3" "$(header content-type)"
    check "$name $1 ($encoding): cache" "$4" "$(header cache-control)"
    check "$name $1 ($encoding): frames" "frame-ancestors 'none'" "$(header content-security-policy)"
    check "$name $1 ($encoding): opener" same-origin "$(header cross-origin-opener-policy)"
    check "$name $1 ($encoding): resource" same-origin "$(header cross-origin-resource-policy)"
    check "$name $1 ($encoding): permissions" "camera=(), geolocation=(), microphone=()" "$(header permissions-policy)"
    check "$name $1 ($encoding): referrer" no-referrer "$(header referrer-policy)"
    check "$name $1 ($encoding): sniffing" nosniff "$(header x-content-type-options)"
    case $encoding in
      identity) check "$name $1: plain" "$(sha256sum <"dist/$2")" "$(sha256sum <"$work/body")" ;;
      gzip) check "$name $1: gzip" "gzip $(sha256sum <"dist/$2.gz")" "$(header content-encoding) $(sha256sum <"$work/body")" ;;
      br) check "$name $1: brotli" "br $(sha256sum <"dist/$2.br")" "$(header content-encoding) $(sha256sum <"$work/body")" ;;
    esac
  done
}

serves() { # serves NAME COMMAND…
  name=$1
  site=http://127.0.0.1:18080
  "${@:2}" >"$work/$name.log" 2>&1 &
  server=$!
  curl -s -o /dev/null --retry 20 --retry-connrefused --retry-delay 1 "$site/" || { cat "$work/$name.log"; exit 1; }

  local heard hashed
  heard=$(answer /router)
  check "$name /router: redirected" 301 "$(awk 'NR == 1 { print $2 }' <<<"$heard" | sed s/302/301/)"
  heard=$(answer /router/nothing-here)
  check "$name /router/nothing-here: status" 404 "$(awk 'NR == 1 { print $2 }' <<<"$heard")"
  arrives /router/ index.html "text/html; charset=utf-8" no-cache
  arrives /router/worker.js worker.js "text/javascript; charset=utf-8" no-cache
  arrives /router/worker_bg.wasm worker_bg.wasm application/wasm no-cache
  arrives /router/routing.json routing.json application/json no-cache
  arrives /router/models/default/model.onnx models/default/model.onnx application/octet-stream no-cache
  arrives /router/models/default/card.md models/default/card.md "text/plain; charset=utf-8" no-cache
  for hashed in app-*_bg.wasm:application/wasm style-*.css:"text/css; charset=utf-8"; do
    file=$(cd dist && printf %s ${hashed%%:*})
    arrives "/router/$file" "$file" "${hashed#*:}" "public, max-age=31536000, immutable"
  done

  # The document's own check of a host, against this one.
  (cd dist && find . -type f -printf '%P\0' | xargs -0 sha256sum) >"$work/SHA256SUMS"
  verify=$(recipe sh 3 | sed "s,https://example.org,$site,")
  check "$name: the host's copy is the real one" "" "$(cd "$work" && bash -c "$verify")"
  sed -i '/ index.html$/s/^./x/' "$work/SHA256SUMS"
  check "$name: a changed file is told" 1 "$(cd "$work" && bash -c "$verify" | grep -c '^differs: ')"
  stop
}

mkdir "$work/nginx"
{
  echo "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;"
  echo "daemon off; pid $work/nginx/pid; error_log stderr; events {} http { access_log off;"
  for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $work/nginx/$kind;"; done
  recipe nginx | sed "s/listen 80;/listen 127.0.0.1:18080;/; s,/srv/router/,$PWD/dist/,"
  echo "}"
} >"$work/nginx.conf"
serves nginx nginx -e stderr -c "$work/nginx.conf"

{
  printf '{\n\tadmin off\n}\n'
  recipe caddyfile | sed "s,^example.org,http://127.0.0.1:18080,; s,/srv/router,$PWD/dist,"
} >"$work/Caddyfile"
serves caddy env HOME="$work" caddy run --adapter caddyfile --config "$work/Caddyfile"

echo "hosting: $passed passed, $failed failed"
[ "$failed" = 0 ]
