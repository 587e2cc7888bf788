import Glibc

/// The folder that makes a Python program watchable when it comes first in PYTHONPATH: the `hook` of the Python client.
enum ClientFolder {
    /// The variable that names the folder with the Python package `trimtab`, if that is in neither of the usual locations.
    static let variable = "TRIMTAB_CLIENT"

    /// Finds the hook's folder: in the folder that `TRIMTAB_CLIENT` names, in the package that contains the program, or in
    /// the sources it was built from.
    ///
    /// - Parameters:
    ///   - program: the path of this program.
    ///   - named: the value of `TRIMTAB_CLIENT`.
    /// - Throws: `BadInput` if there is none.
    static func hook(of program: String?, named: String?) throws(BadInput) -> String {
        if let named {
            if let hook = hook(in: "\(named)/trimtab") { return hook }
            throw BadInput("\(variable) is \(named), where there is no trimtab/hook/sitecustomize.py")
        }
        var folder = program?.split(separator: "/", omittingEmptySubsequences: true).dropLast() ?? []
        while !folder.isEmpty {
            let path = "/" + folder.joined(separator: "/")
            if folder.last == "trimtab", let hook = hook(in: path) { return hook }
            if let hook = hook(in: "\(path)/Sources/Python/trimtab") { return hook }
            folder.removeLast()
        }
        throw BadInput(
            "the Python client is not beside \(program ?? "this program"): name the folder that holds the package trimtab in "
                + "\(variable) (Sources/Python in the repository)"
        )
    }

    private static func hook(in package: String) -> String? {
        let hook = "\(package)/hook"
        guard unsafe access("\(hook)/sitecustomize.py", R_OK) == 0, let path = unsafe realpath(hook, nil) else {
            return nil
        }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    /// The path of this program.
    static var program: String? {
        guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}
