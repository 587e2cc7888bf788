# Sourced by Tests/run and demos/run: what a build needs and the machine lacks is installed with apt.

# provide [PROGRAM]... : the compiler's surroundings, and programs whose package has the program's name.
provide() {
    if ! command -v swift > /dev/null; then
        echo "Swift 6.2 or newer is needed and there is no 'swift' in PATH: see https://www.swift.org/install" >&2
        return 1
    fi
    local program missing=()
    for program in git pkg-config "$@"; do
        command -v "$program" > /dev/null || missing+=("$program")
    done
    pkg-config --exists ncursesw tinfo 2> /dev/null || missing+=(libncurses-dev)
    pkg-config --exists zlib 2> /dev/null || missing+=(zlib1g-dev)
    pkg-config --exists yaml-0.1 2> /dev/null || missing+=(libyaml-dev)
    if ((${#missing[@]} > 0)); then
        echo "Installing with apt: ${missing[*]}" >&2
        install_packages "${missing[@]}"
    fi
}

install_packages() {
    local root=() log
    if ! command -v apt-get > /dev/null; then
        echo "There is no apt-get here. Install the equivalents of these Debian packages, then try again: $*" >&2
        return 1
    fi
    if ((EUID != 0)); then
        if ! command -v sudo > /dev/null; then
            echo "This needs root, and there is no sudo. As root, run: apt-get update && apt-get install $*" >&2
            return 1
        fi
        root=(sudo)
        # Without a terminal nobody can type a password.
        [[ -t 0 ]] || root+=(-n)
    fi
    log=$(mktemp)
    # A mirror that does not answer may not matter: the lists of yesterday often do.
    "${root[@]}" apt-get -q update < /dev/null >> "$log" 2>&1 || true
    if ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "$@" < /dev/null >> "$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "apt could not install: $*" >&2
        return 1
    fi
    rm -f "$log"
}
