import Glibc

/// The system's words for an error number: by default, for what just failed.
package func systemMessage(_ number: Int32 = errno) -> String { unsafe String(cString: strerror(number)) }
