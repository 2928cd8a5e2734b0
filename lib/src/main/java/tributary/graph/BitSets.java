package tributary.graph;

import java.util.BitSet;

/** Sets of node numbers: the few operations that give back a new set. */
final class BitSets {
    private BitSets() {}

    static BitSet of(int element) {
        BitSet found = new BitSet();
        found.set(element);
        return found;
    }

    static BitSet union(BitSet one, BitSet other) {
        BitSet found = (BitSet) one.clone();
        found.or(other);
        return found;
    }

    static BitSet both(BitSet one, BitSet other) {
        BitSet found = (BitSet) one.clone();
        found.and(other);
        return found;
    }

    static BitSet minus(BitSet one, BitSet other) {
        BitSet found = (BitSet) one.clone();
        found.andNot(other);
        return found;
    }

    static boolean contains(BitSet whole, BitSet part) {
        return minus(part, whole).isEmpty();
    }

    static BitSet[] array(int size) {
        BitSet[] sets = new BitSet[size];
        for (int i = 0; i < size; i++) {
            sets[i] = new BitSet();
        }
        return sets;
    }

    static BitSet[] copy(BitSet[] sets) {
        BitSet[] copies = new BitSet[sets.length];
        for (int i = 0; i < sets.length; i++) {
            copies[i] = (BitSet) sets[i].clone();
        }
        return copies;
    }
}
