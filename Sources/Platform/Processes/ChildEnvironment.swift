import Glibc

/// The environment of a child process: this process's variables, with changes. Others are passed on byte for byte.
package struct ChildEnvironment {
    /// Each `NAME=VALUE` with its NUL.
    private(set) var entries = environmentEntries()

    package init() {}

    /// This process's variables and additional ones.
    ///
    /// - Parameter lines: each `NAME=VALUE`.
    package init(adding lines: [String]) {
        for line in lines {
            let name = line.prefix { $0 != "=" }
            self[String(name)] = String(line.dropFirst(name.count + 1))
        }
    }

    /// A variable's value; setting nil removes it.
    package subscript(name: String) -> String? {
        get {
            let prefix = Self.prefix(name)
            return entries.first { $0.starts(with: prefix) }.map { entry in
                unsafe entry.dropFirst(prefix.count).withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
            }
        }
        set {
            let prefix = Self.prefix(name)
            entries.removeAll { $0.starts(with: prefix) }
            if let newValue { entries.append(prefix + newValue.utf8CString) }
        }
    }

    private static func prefix(_ name: String) -> [CChar] { Array("\(name)=".utf8CString.dropLast()) }
}
