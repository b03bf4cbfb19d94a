#!/bin/sh
# Brings Chromium and Japanese fonts, if they can be had; says so when they cannot. Never fails the caller.
have_browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
have_fonts() { command -v fc-list >/dev/null 2>&1 && fc-list ':lang=ja' | grep -q .; }

if have_browser && have_fonts; then exit 0; fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing the packages chromium and fonts-noto-cjk"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq chromium fonts-noto-cjk >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null 2>&1; }
fi
if ! have_browser; then
  "$BIN/python" -m playwright install chromium >/dev/null 2>&1 ||
    echo "no browser could be installed: reports come without pictures of pages ('gyotaku doctor' says what is missing)"
fi
exit 0
