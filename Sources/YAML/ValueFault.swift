/// Why a value is refused: the end of a sentence that begins with its key.
package struct ValueFault: Error {
    package var origin: YAMLOrigin
    package var message: String

    package init(_ node: YAMLNode, _ message: String) { (origin, self.message) = (node.origin, message) }
}
