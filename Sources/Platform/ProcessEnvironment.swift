@preconcurrency import Glibc

/// The variables of this process as `NAME=VALUE`, to the byte, each with its NUL.
package func environmentEntries() -> [[CChar]] {
    var entries: [[CChar]] = []
    var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
    while let entry = next.pointee {
        entries.append(Array(UnsafeBufferPointer(start: entry, count: strlen(entry) + 1)))
        next += 1
    }
    return entries
}

/// The variables of this process by name.
public func processEnvironment() -> [String: String] {
    let pairs = environmentEntries().map { entry in
        let text = entry.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let name = text.prefix { $0 != "=" }
        return (String(name), String(text.dropFirst(name.count + 1)))
    }
    return Dictionary(pairs) { first, _ in first }
}

/// A variable of this process; nil for one that is not set or empty.
package func environmentValue(_ name: String) -> String? {
    getenv(name).flatMap { $0.pointee == 0 ? nil : String(cString: $0) }
}
