import Dashboard
import Foundation
import Telemetry

/// The bytes of a recording, in pieces: a file read when asked, or standard input read as it comes.
final class RecordingStream {
    private enum Origin {
        case file(RecordingFile)
        case arriving(Mailbox<[UInt8]>)
    }

    private let origin: Origin
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private var isOver = false

    /// - Parameter path: a file, or - for standard input.
    init(path: String) throws(BadInput) {
        guard path == "-" else {
            origin = .file(try RecordingFile(path: path))
            return
        }
        origin = .arriving(Self.readStandardInput())
    }

    /// True when the bytes come as somebody else writes them.
    var isArriving: Bool {
        if case .arriving = origin { true } else { false }
    }

    deinit { buffer.deallocate() }

    /// Hands over what is there, up to a number of bytes.
    ///
    /// - Returns: true when there is more to be had at once.
    func read(atMost limit: Int, into player: inout Player) -> Bool {
        guard !isOver else { return false }
        switch origin {
        case .file(let file):
            if player.playback.recording.count == 0 { player.reserve(file.size) }
            var read = 0
            while read < limit {
                // A file that cannot be read further ends here; what was read plays.
                let count = (try? file.read(into: buffer)) ?? 0
                guard count > 0 else {
                    end(&player)
                    return false
                }
                player.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                read += count
            }
            return true
        case .arriving(let mailbox):
            for piece in mailbox.drain() {
                if piece.isEmpty { end(&player) }
                piece.withUnsafeBytes { player.append($0) }
            }
            return false
        }
    }

    private func end(_ player: inout Player) {
        isOver = true
        player.finish()
    }

    /// Reads standard input on a thread of its own; an empty piece is the end.
    private static func readStandardInput() -> Mailbox<[UInt8]> {
        let mailbox = Mailbox<[UInt8]>(capacity: 256)
        let thread = Thread {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                let piece = count > 0 ? Array(buffer[..<count]) : []
                while !mailbox.post(piece) { usleep(5000) }
                if count <= 0 { return }
            }
        }
        thread.start()
        return mailbox
    }
}
