/// A command line that starts a Python interpreter.
struct PythonCommand {
    /// The option that makes the interpreter ignore PYTHONPATH or the sitecustomize module: -S, -E or -I, with the letters
    /// written together with it; nil if it ignores neither.
    let isolation: String?
    /// The script; nil if there is none, as with -c and -m.
    let script: String?

    /// - Parameter words: the program and its arguments.
    /// - Returns: nil for a program that is not a Python interpreter.
    init?(_ words: [String]) {
        let name = words[0].split(separator: "/").last ?? ""
        guard name.hasPrefix("python") || name.hasPrefix("pypy"),
            name.drop(while: \.isLetter).allSatisfy({ $0.isNumber || $0 == "." })
        else { return nil }
        var isolation: String?
        var rest = words.dropFirst()
        while let word = rest.first, word.hasPrefix("-"), word.count > 1 {
            rest = rest.dropFirst()
            // The argument of these letters is the remaining part of the word, or the next word.
            let letters = word.hasPrefix("--") ? "" : word.dropFirst().prefix { !"WXcm".contains($0) }
            if letters.contains(where: "SEI".contains) { isolation = isolation ?? word }
            let argued = word.hasPrefix("--") ? "" : word.dropFirst(letters.count + 1)
            if argued.first == "c" || argued.first == "m" {
                rest = []
            } else if argued.count == 1 {
                rest = rest.dropFirst()
            }
        }
        (self.isolation, script) = (isolation, rest.first)
    }
}
