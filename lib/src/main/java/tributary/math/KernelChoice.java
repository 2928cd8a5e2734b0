package tributary.math;

import java.lang.reflect.Field;

/**
 * Which kernels this JVM gets. The vector set is compiled apart and found by name, so that the rest never needs the
 * incubator module.
 *
 * <p>The system property {@code tributary.kernels = plain} keeps to the plain set, which gives the same bits: for a JVM
 * that does not compile at full optimisation, where vectors would be objects.
 */
final class KernelChoice {
    static final Kernels PREFERRED = choose();

    private KernelChoice() {}

    private static Kernels choose() {
        if ("plain".equals(System.getProperty("tributary.kernels"))) {
            return Kernels.plain();
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Kernels.plain();
        }
        try {
            Class<?> vector = Class.forName("tributary.math.VectorKernels");
            Field instance = vector.getDeclaredField("INSTANCE");
            Field wide = Class.forName("tributary.math.VectorMath").getDeclaredField("NATURAL");
            return wide.getBoolean(null) ? (Kernels) instance.get(null) : Kernels.plain();
        } catch (ReflectiveOperationException | LinkageError problem) {
            return Kernels.plain();
        }
    }
}
