import ArgumentParser

extension Option<String?> {
    /// A value that is passed on as it is typed, so that a bad one, a negative number too, is reported by what uses it.
    init(unchecked help: String, valueName: String, completion: CompletionKind? = nil) {
        self.init(
            parsing: .unconditional,
            help: ArgumentHelp(help, valueName: valueName),
            completion: completion
        )
    }
}
