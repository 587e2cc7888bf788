/// What the data gives a model, and asks of it.
struct ModelTask: Equatable, Sendable {
    enum Inputs: Equatable, Sendable {
        /// Numbers in a row; channels, height and width where the data says them.
        case rows(Int, image: [Int]? = nil)
        /// Numbers at each place.
        case sequences(Int)
        /// Different tokens; tokens in a window; windows in a batch where each goes on from the one before it.
        case tokens(Int, window: Int, lanes: Int?)
    }

    var inputs: Inputs
    /// One for each class, or 1 for a number.
    var outputs: Int
}

extension Recipe.CNNChoice {
    /// Channels, height and width of what each convolution gets, and at the end of what the linear layers get; it ends
    /// before a window that does not fit.
    func images(from first: [Int]) -> [[Int]] {
        var images = [first]
        for (place, channels) in self.channels.enumerated() {
            let sides = images[place][1...].map { side in
                (side + 2 * paddings[place] - kernels[place] + 1) / pools[place]
            }
            guard sides.allSatisfy({ $0 >= 1 }) else { break }
            images.append([channels] + sides)
        }
        return images
    }
}
