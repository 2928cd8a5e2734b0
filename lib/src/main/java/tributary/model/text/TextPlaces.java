package tributary.model.text;

import org.antlr.v4.runtime.Token;
import tributary.model.term.Place;

/**
 * Places of tokens in the file: for a question, which is text inside a file, its start is added.
 *
 * @param file the file's name
 * @param line lines before the text's first
 * @param column columns before the text's first character
 */
record TextPlaces(String file, int line, int column) {
    Place at(Token token) {
        int shift = token.getLine() == 1 ? column : 0;
        return Place.of(file, line + token.getLine(), shift + token.getCharPositionInLine() + 1);
    }
}
