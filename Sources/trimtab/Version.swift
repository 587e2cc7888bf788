/// What `--version` prints.
let programVersion = "0.1.0"
