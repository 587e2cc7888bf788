/// What wrappers put before the name of every weight: `DataParallel` and its kin "module.", `torch.compile` "_orig_mod.",
/// Lightning and many scripts "model.", each perhaps inside another.
enum WrapperPrefix {
    private static let known = ["module.", "_orig_mod.", "model."]

    /// The prefix of all names that the expected ones do not share; empty for none.
    static func of(_ names: some Collection<String>, expected: some Collection<String>) -> String {
        let (given, own) = (shared(names), shared(expected))
        return given.hasSuffix(own) ? String(given.dropLast(own.count)) : ""
    }

    private static func shared(_ names: some Collection<String>) -> String {
        var prefix = ""
        while !names.isEmpty,
            let next = known.first(where: { next in names.allSatisfy { $0.hasPrefix(prefix + next) } })
        {
            prefix += next
        }
        return prefix
    }
}
