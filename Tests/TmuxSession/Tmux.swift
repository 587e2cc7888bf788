import Foundation

/// A terminal to run programs in: a tmux server of its own, with its own folder for scratch files.
public final class Tmux: Sendable {
    /// For scratch files; goes with the terminal.
    public let folder: URL

    /// What did not come, or is not there.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// Starts `script` with bash in a window of that size. `$probe`, `$trimtab` and `$folder` are set in it.
    public init(_ script: String, width: Int = 80, height: Int = 24, interactive: Bool = false) throws {
        guard Self.isInstalled else {
            throw Missing(description: "tmux is missing: these tests run a terminal in it. Tests/run installs it.")
        }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("trimtab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let prelude = """
            unset LC_ALL LC_CTYPE COLUMNS LINES NO_COLOR COLORTERM TMUX SSH_TTY SSH_CONNECTION SSH_CLIENT
            export TERM=xterm-256color LANG=C.UTF-8 SWIFT_BACKTRACE=enable=no PS1='ready> '
            probe='\(program("TerminalProbe"))'
            trimtab='\(program("trimtab"))'
            folder='\(folder.path)'
            export XDG_RUNTIME_DIR="$folder" XDG_CONFIG_HOME="$folder/config" XDG_STATE_HOME="$folder/state"
            ulimit -c 0

            """
        let file = folder.appendingPathComponent("script")
        try (prelude + script).write(to: file, atomically: true, encoding: .utf8)
        let start = interactive ? "exec bash --noprofile --rcfile '\(file.path)' -i" : "exec bash '\(file.path)'"
        try tmux("-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", start)
        try tmux("set-option", "-g", "remain-on-exit", "on")
    }

    deinit {
        _ = try? tmux("kill-server")
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs tmux against this server and returns what it prints.
    @discardableResult
    public func tmux(_ arguments: String...) throws -> String {
        try run(
            ["tmux", "-L", "trimtab"] + arguments,
            // Else tmux itself shows '_' for what is no ASCII.
            environment: ["TMUX_TMPDIR": folder.path, "LC_ALL": "C.UTF-8"],
            scratch: folder
        )
    }

    /// Presses keys one after the other, as slowly as a person: what comes at once counts as a paste.
    public func press(_ keys: String...) throws {
        for key in keys {
            try tmux("send-keys", key)
            usleep(80_000)
        }
    }

    public func type(_ text: String) throws {
        try tmux("send-keys", "-l", text)
    }

    /// Pastes a text, between brackets if the program has asked for them.
    public func paste(_ text: String, isBracketed: Bool) throws {
        try tmux("set-buffer", "--", text)
        if isBracketed { try tmux("paste-buffer", "-p") } else { try tmux("paste-buffer") }
    }

    public func resize(_ width: Int, _ height: Int) throws {
        try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    /// The screen's lines without trailing blanks.
    public var lines: [String] {
        get throws {
            try tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map {
                var line = $0
                while line.last == " " { line.removeLast() }
                return String(line)
            }
        }
    }

    public var text: String { get throws { try lines.joined(separator: "\n") } }

    /// What a program may leave behind: the alternate screen, a hidden cursor, application keys, the mouse.
    public var modes: String {
        get throws {
            let flags =
                "#{alternate_on}#{cursor_flag}#{keypad_cursor_flag}#{keypad_flag}#{mouse_button_flag}#{mouse_sgr_flag}"
            return try tmux("display-message", "-p", flags).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    public static let freshModes = "010000"

    public func contents(_ name: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    /// Waits until something holds, and says what the screen showed if it never did.
    ///
    /// It gives up after twenty seconds, but not before it has looked two hundred times: tests that wait for a program
    /// keep the threads of all others to themselves.
    public func until(_ what: String, _ holds: () throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        var looks = 0
        while looks < 200 || ContinuousClock.now < end {
            if try holds() { return }
            looks += 1
            try await Task.sleep(for: .milliseconds(30))
        }
        throw Missing(description: "never came: \(what). The screen:\n\(try text)")
    }

    public func untilShown(_ text: String) async throws {
        try await until("'\(text)' on the screen") { try self.text.contains(text) }
    }

    /// Sends a signal to the process with that number.
    public func signal(_ name: String, _ process: String?) throws {
        guard let number = process?.trimmingCharacters(in: .whitespacesAndNewlines), Int(number) != nil else {
            throw Missing(description: "no number of a process: \(process ?? "nil")")
        }
        _ = try run(["bash", "-c", "kill -\(name) \(number)"], scratch: folder)
    }

    /// Stops the terminal itself, as a laptop that sleeps does, and fills all that lies between it and its programs; goes
    /// on when the work is done. The script must be made by `filledOnDemand`.
    public func whileNobodyReads(_ work: () async throws -> Void) async throws {
        let server = try tmux("display-message", "-p", "#{pid}")
        try signal("STOP", server)
        defer { try? signal("CONT", server) }
        try "".write(to: folder.appendingPathComponent("fill"), atomically: true, encoding: .utf8)
        try await untilWritten("full")
        try await work()
    }

    /// Waits for a file in the folder, without a look at the screen.
    public func untilWritten(_ name: String) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while contents(name) == nil {
            if ContinuousClock.now > end { throw Missing(description: "never written: \(name)") }
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    private static let isInstalled = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/tmux") }
    }()
}

/// Where a program of this package lies: beside the test program.
public func program(_ name: String) -> String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent(name).path
}

/// A script that runs a command between two looks at the terminal's settings, and stays.
public func observed(_ command: String) -> String {
    """
    stty -a > $folder/before
    \(command)
    echo $? > $folder/status.new
    stty -a > $folder/after
    mv $folder/status.new $folder/status
    while true; do sleep 1; done
    """
}

/// `observed`, with somebody in the background who fills the terminal for `Tmux.whileNobodyReads`.
public func filledOnDemand(_ command: String) -> String {
    """
    (until [ -e $folder/fill ]; do sleep 0.1; done; timeout 1 yes > /dev/tty; touch $folder/full) &
    \(observed(command))
    """
}
