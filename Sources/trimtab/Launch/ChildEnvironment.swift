import Glibc
import Platform

/// The variables of a program that is started: ours, with changes. Those that are not changed are passed on to the byte.
struct ChildEnvironment {
    private var entries = environmentEntries()

    /// A variable's value; setting nil takes it away.
    subscript(name: String) -> String? {
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

    /// Hands over the variables as execve(2) wants them.
    func withStrings<Result>(_ use: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
        let strings = unsafe entries.map { entry in
            unsafe entry.withUnsafeBufferPointer { unsafe strdup($0.baseAddress!) }
        }
        defer { unsafe strings.forEach { unsafe free($0) } }
        return unsafe use(strings + [nil])
    }
}
