/**
 * Reading {@code .model} files: text in, statements out, or every error of the file at once.
 *
 * <p>Floor 3: imports {@code model.term} and the generated {@code model.grammar}. Read {@link
 * tributary.model.text.ModelText} first.
 */
@NullMarked
package tributary.model.text;

import org.jspecify.annotations.NullMarked;
