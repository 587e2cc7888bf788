package import Glibc

/// How a process ended.
package enum ProcessEnd: Equatable, Sendable, CustomStringConvertible {
    case code(Int32)
    case signal(Int32)

    /// - Parameter status: as waitpid(2) reports it.
    package init(_ status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .code(status >> 8 & 0xff) : .signal(signal)
    }

    /// Waits for a child process to end.
    package init(of process: pid_t) {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                self = .code(1)
                return
            }
        }
        self.init(status)
    }

    package var description: String {
        switch self {
        case .code(let code): "ended with exit code \(code)"
        case .signal(let signal): "was ended by \(signalName(signal))"
        }
    }

    /// The exit code that a shell would report: for a signal, 128 plus its number.
    package var exitCode: Int32 {
        switch self {
        case .code(let code): code
        case .signal(let signal): 128 + signal
        }
    }
}
