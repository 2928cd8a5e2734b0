package tributary.expr;

import java.util.Arrays;
import java.util.List;
import tributary.math.Kernels;
import tributary.math.Lanes;

/** The steps that need a whole vector at once: stacking, taking, scans over time. */
@SuppressWarnings("ArrayRecordComponent") // steps are never compared
final class VectorSteps {
    private VectorSteps() {}

    /** Scalars made a vector. */
    record Stacked(Scalars scalars, int[] sources, Vector out) implements Step {
        @Override
        public void forward(boolean slopes) {
            for (int i = 0; i < sources.length; i++) {
                out.value[i] = scalars.value(sources[i]);
            }
        }

        @Override
        public void reverse() {
            for (int i = 0; i < sources.length; i++) {
                scalars.add(sources[i], out.adjoint[i]);
            }
        }
    }

    /** Chosen elements. */
    record Taken(Vector source, List<Integer> positions, Vector out) implements Step {
        @Override
        public void forward(boolean slopes) {
            for (int i = 0; i < out.size; i++) {
                out.value[i] = source.value[positions.get(i)];
            }
        }

        @Override
        public void reverse() {
            if (source.varies) {
                for (int i = 0; i < out.size; i++) {
                    source.adjoint[positions.get(i)] += out.adjoint[i];
                }
            }
        }
    }

    /** A convolution within series. */
    record Convolved(Kernels kernels, Vector input, Vector weights, int[] bounds, double[] lanes, Vector out)
            implements Step {
        @Override
        public void forward(boolean slopes) {
            Arrays.fill(out.value, 0);
            for (int s = 0; s + 1 < bounds.length; s++) {
                int start = bounds[s];
                int size = bounds[s + 1] - start;
                for (int lag = 0; lag < weights.size && lag < size; lag++) {
                    kernels.addScaled(input.value, start, weights.value[lag], out.value, start + lag, size - lag);
                }
            }
        }

        @Override
        public void reverse() {
            for (int lag = 0; lag < weights.size; lag++) {
                Arrays.fill(lanes, 0);
                for (int s = 0; s + 1 < bounds.length; s++) {
                    int start = bounds[s];
                    int count = bounds[s + 1] - start - lag;
                    if (count > 0) {
                        reverse(lag, start, count);
                    }
                }
                if (weights.varies) {
                    weights.adjoint[lag] += Lanes.join(lanes, 0);
                }
            }
        }

        private void reverse(int lag, int start, int count) {
            if (weights.varies) {
                kernels.dot(out.adjoint, start + lag, input.value, start, count, lanes, 0);
            }
            if (input.varies) {
                kernels.addScaled(out.adjoint, start + lag, weights.value[lag], input.adjoint, start, count);
            }
        }
    }

    /** Values of some steps before. */
    record Lagged(Vector input, int steps, double fill, int[] bounds, Vector out) implements Step {
        @Override
        public void forward(boolean slopes) {
            for (int s = 0; s + 1 < bounds.length; s++) {
                for (int t = bounds[s]; t < bounds[s + 1]; t++) {
                    out.value[t] = t - steps >= bounds[s] ? input.value[t - steps] : fill;
                }
            }
        }

        @Override
        public void reverse() {
            if (input.varies) {
                for (int s = 0; s + 1 < bounds.length; s++) {
                    for (int t = bounds[s] + steps; t < bounds[s + 1]; t++) {
                        input.adjoint[t - steps] += out.adjoint[t];
                    }
                }
            }
        }
    }

    /** A linear recurrence with one decay for all, or one per element. */
    record Recurred(Vector input, Vector decay, int[] bounds, Vector out) implements Step {
        private int at(int t) {
            return decay.size == 1 ? 0 : t;
        }

        @Override
        public void forward(boolean slopes) {
            for (int s = 0; s + 1 < bounds.length; s++) {
                for (int t = bounds[s]; t < bounds[s + 1]; t++) {
                    out.value[t] = t == bounds[s]
                            ? input.value[t]
                            : Math.fma(decay.value[at(t)], out.value[t - 1], input.value[t]);
                }
            }
        }

        @Override
        public void reverse() {
            for (int s = 0; s + 1 < bounds.length; s++) {
                double adjoint = 0;
                for (int t = bounds[s + 1] - 1; t >= bounds[s]; t--) {
                    adjoint += out.adjoint[t];
                    if (input.varies) {
                        input.adjoint[t] += adjoint;
                    }
                    if (decay.varies && t > bounds[s]) {
                        decay.adjoint[at(t)] += adjoint * out.value[t - 1];
                    }
                    adjoint *= decay.value[at(t)];
                }
            }
        }
    }
}
