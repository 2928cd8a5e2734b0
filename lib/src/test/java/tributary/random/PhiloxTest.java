package tributary.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Known answers of Philox4x32-10, from the kat_vectors file of the Random123 library (Salmon et al. 2011). */
class PhiloxTest {
    @Test
    void zerosGiveThePublishedBlock() {
        assertThat(block(0, 0, 0)).containsExactly(0xe169c58d6627e8d5L, 0x9b00dbd8bc57ac4cL);
    }

    @Test
    void onesGiveThePublishedBlock() {
        assertThat(block(-1, -1, -1)).containsExactly(0x41c83b0e408f276dL, 0x6d5451fda20bc7c6L);
    }

    @Test
    void digitsOfPiGiveThePublishedBlock() {
        assertThat(block(0x85a308d3243f6a88L, 0x0370734413198a2eL, 0x299f31d0a4093822L))
                .containsExactly(0x94fdccebd16cfe09L, 0x24126ea15001e420L);
    }

    private static long[] block(long low, long high, long key) {
        long[] block = new long[2];
        Philox.block(low, high, key, block);
        return block;
    }
}
