#!/bin/sh
# Makes FOLDER/python, an interpreter for aarch64 that runs on this machine by qemu: bash tests/torture/aarch64.sh FOLDER
# Then: python -m tests.torture equal-pythons --python FOLDER/python
# Needs Debian, its package qemu-user, and a network. Nothing outside FOLDER is written.
set -eu
[ "$#" -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
command -v qemu-aarch64 >/dev/null || { echo "error: there is no qemu-aarch64. Try: apt install qemu-user" >&2; exit 1; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/debs" "$folder/root" "$folder/site"

for_aarch64() {
	apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures::=arm64 -o Dir::State="$folder/apt" \
		-o Dir::State::status=/dev/null -o Dir::Cache="$folder/apt" -o Debug::NoLocking=1 -o APT::Sandbox::User=root "$@"
}
for_aarch64 update
cd "$folder/debs"
version=$(for_aarch64 -s install python3-minimal | sed -n 's/^Inst python\(3\.[0-9]*\)-minimal .*/\1/p' | head -n 1)
for_aarch64 download libc6 libgcc-s1 libstdc++6 zlib1g libexpat1 libffi8 libbz2-1.0 liblzma5 libssl3 libcrypt1 libuuid1 \
	"python$version-minimal" "libpython$version-minimal" "libpython$version-stdlib"
for package in *.deb; do dpkg -x "$package" "$folder/root"; done

python3 -m pip --disable-pip-version-check install --quiet --target "$folder/site" --upgrade --only-binary :all: \
	--platform manylinux2014_aarch64 --platform manylinux_2_28_aarch64 --platform manylinux_2_27_aarch64 \
	--implementation cp --python-version "$version" numpy pydantic tomli-w

cat >"$folder/python" <<END
#!/bin/sh
export PYTHONHOME="$folder/root/usr" PYTHONPATH="$folder/site:\${PYTHONPATH:-}"
exec qemu-aarch64 -L "$folder/root" "$folder/root/usr/bin/python$version" "\$@"
END
chmod +x "$folder/python"
"$folder/python" -c 'import platform, numpy; print(platform.machine(), platform.python_version(), numpy.__version__)'
