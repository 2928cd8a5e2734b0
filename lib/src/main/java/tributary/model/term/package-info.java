/**
 * The tree of the model language: terms, statements and their printed form.
 *
 * <p>Floor 3, the lowest room of {@code model}: imports nothing of Tributary. Read {@link tributary.model.term.Term}
 * first, then {@link tributary.model.term.Statement}. Values only: the text is read by {@code model.text}, the meaning
 * is given by {@code model}.
 */
@NullMarked
package tributary.model.term;

import org.jspecify.annotations.NullMarked;
