/// The losses of a run as means of blocks. All blocks have one length, which doubles when there are `limit` of them.
struct LossBlocks: Sendable {
    /// Losses per block at first.
    static let firstLength = 20
    /// The number of blocks at which they are merged in pairs.
    static let limit = 128
    /// The least number of blocks in a window: 400 losses at first.
    static let leastWindow = 20

    struct Block: Sendable {
        var mean: Double
        var lastStep: Int
    }

    private var blocks: [Block] = []
    /// Losses per block.
    private(set) var length = Self.firstLength
    private var sum = 0.0
    private var count = 0

    /// Adds a loss.
    ///
    /// - Returns: true when it completes a block.
    @inline(__always)
    mutating func append(_ loss: Double, step: Int) -> Bool {
        sum += loss
        count += 1
        guard count >= length else { return false }
        finishBlock(step)
        return true
    }

    /// The latest quarter of the blocks, at least `leastWindow`; nil if there are fewer.
    var window: ArraySlice<Block>? {
        blocks.count < Self.leastWindow ? nil : blocks.suffix(max(Self.leastWindow, (blocks.count + 3) / 4))
    }

    private mutating func finishBlock(_ step: Int) {
        blocks.append(Block(mean: sum / Double(count), lastStep: step))
        (sum, count) = (0, 0)
        guard blocks.count == Self.limit else { return }
        blocks = stride(from: 0, to: blocks.count, by: 2).map { index in
            let (one, next) = (blocks[index], blocks[index + 1])
            return Block(mean: (one.mean + next.mean) / 2, lastStep: next.lastStep)
        }
        length *= 2
    }

    mutating func rewind(to step: Int) {
        (sum, count) = (0, 0)
        blocks.removeAll { $0.lastStep > step }
    }
}
