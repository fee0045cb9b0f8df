# Prints the targets of a Makefile by theme: `## Theme` lines and `target: ... ## words`.
/^## / { print "\n" substr($0, 4) }
/^[a-z-]+:.*## / {
    split($0, parts, ":")
    words = $0
    sub(/.*## /, "", words)
    printf "  make %-12s %s\n", parts[1], words
}
