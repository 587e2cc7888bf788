@unsafe @preconcurrency import Glibc

/// The variables of this process as `NAME=VALUE`, byte for byte, each with its NUL.
package func environmentEntries() -> [[CChar]] {
    var entries: [[CChar]] = []
    var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = unsafe environ
    while let entry = unsafe next.pointee {
        unsafe entries.append(Array(UnsafeBufferPointer(start: entry, count: strlen(entry) + 1)))
        unsafe next += 1
    }
    return entries
}

/// The variables of this process by name.
public func processEnvironment() -> [String: String] {
    let pairs = environmentEntries().map { entry in
        let text = unsafe entry.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
        let name = text.prefix { $0 != "=" }
        return (String(name), String(text.dropFirst(name.count + 1)))
    }
    return Dictionary(pairs) { first, _ in first }
}

/// A variable of this process; nil if it is unset or empty.
package func environmentValue(_ name: String) -> String? {
    unsafe getenv(name).flatMap { unsafe $0.pointee == 0 ? nil : String(cString: $0) }
}
