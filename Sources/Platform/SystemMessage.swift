import Glibc

/// The system's message for an error number; by default, for the call that just failed.
package func systemMessage(_ number: Int32 = errno) -> String { unsafe String(cString: strerror(number)) }
