#!/bin/sh
# Fetches the fonts and the scripts that yardstick embeds, and cuts the
# fonts. Needs npm and Go. Everything is pinned: the packages by version and
# SHA-256, what is taken from them by SHA-256, and what comes out by SHA-256, so
# that running it again gives the files that stand here, byte for byte.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package version tarball sha256
	npm pack --silent --pack-destination "$work" "$1@$2" >/dev/null
	echo "$4  $work/$3" | sha256sum --check --quiet
	mkdir "$work/${3%-"$2".tgz}"
	tar -xzf "$work/$3" -C "$work/${3%-"$2".tgz}" --strip-components=1
}

fetch @expo-google-fonts/noto-sans-sc 0.4.3 expo-google-fonts-noto-sans-sc-0.4.3.tgz \
	0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59
fetch echarts 5.6.0 echarts-5.6.0.tgz \
	e1b82487dd7f8d9f0438eec1f1433051148e0095ac7a15d4db890afda45cf610
fetch htmx.org 2.0.8 htmx.org-2.0.8.tgz \
	51351b2ac4b3bc065692a4dd1349a82f90bf7c526134937ccb25d3932c8ce954

noto=$work/expo-google-fonts-noto-sans-sc
sha256sum --check --quiet <<EOF
d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16  $noto/400Regular/NotoSansSC_400Regular.ttf
9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96  $noto/700Bold/NotoSansSC_700Bold.ttf
EOF
mkdir -p fonts echarts htmx
go run ./cut "$noto/400Regular/NotoSansSC_400Regular.ttf" fonts/NotoSansSC-Regular.ttf
go run ./cut "$noto/700Bold/NotoSansSC_700Bold.ttf" fonts/NotoSansSC-Bold.ttf
cp "$noto/LICENSE_FONT" fonts/OFL.txt
cp "$work/echarts/dist/echarts.min.js" "$work/echarts/LICENSE" "$work/echarts/NOTICE" echarts/
cp "$work/echarts/licenses/LICENSE-d3" echarts/LICENSE-d3
cp "$work/htmx.org/dist/htmx.min.js" "$work/htmx.org/LICENSE" htmx/
chmod 644 fonts/* echarts/* htmx/*

sha256sum --check --quiet SHA256SUMS
echo "assets are as pinned"
