import ArgumentParser

/// How the screen looks.
struct Look: ParsableArguments {
    @Flag(help: "Draw with 7-bit characters only.")
    var ascii = false

    @Flag(help: "Draw without colours (as NO_COLOR does).")
    var noColor = false
}
