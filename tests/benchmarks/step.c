/* The plain movement step in C, as a limit beside which the kernel is measured.

   Everyone proposes from one occupancy: moves with probability T[n] v dt/cell, chooses among free
   neighbors and staying with weight exp(k_S gain); conflicts with friction; moves. Everybody is
   asked in every step, or who presses and finds no step is left alone until somebody near moves,
   as in the kernel: people do the same either way. No push drive, no stepping back, no
   squeezing, no force. Draws and rules as in gatecrush.model.movement and standstill. */

#include <stdint.h>

enum { MOVE = 1, CHOICE = 2, CONFLICT = 3, FRICTION = 4 };
enum { LOOSE = 0, FREE = 1, STUCK = 2, TIGHT = 3 };

static const double STEP_PROBABILITY[9] = {1.0, 0.9, 0.6, 0.36, 0.24, 0.17, 0.12, 0.1, 0.1};

static inline double draw(uint64_t seed, uint64_t step, uint64_t person, uint64_t purpose)
{
    uint64_t z = seed + step * 0x9E3779B97F4A7C15u;
    z ^= (person + 1) * 0xD1B54A32D192ED03u + purpose * 0x8CB92BA72F3D8DD7u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return (double)(z >> 11) * (1.0 / 9007199254740992.0);
}

static inline void loosen(int32_t cell, int32_t reach, int32_t stride, int32_t cells,
                          const int32_t *occupant, int8_t *still, int64_t *looked)
{
    if (*looked == 0)
        return;
    for (int32_t row = -reach; row <= reach; row++) {
        int32_t first = cell + row * stride - reach, last = cell + row * stride + reach + 1;
        for (int32_t there = first < 0 ? 0 : first; there < (last < cells ? last : cells); there++) {
            const int32_t other = occupant[there];
            if (other >= 0) {
                *looked -= still[other] != LOOSE;
                still[other] = LOOSE;
            }
        }
    }
}

/* Walk `steps` time steps.

   all: whether to ask everybody. people: how many; cell, reach (v dt/cell), limit (most occupied neighbors of a cell entered),
   at_rest (the same without push drive), presses, still (all LOOSE), claim, claim_draw and
   proposer (work space): arrays over them. stride, cells: of the site. occupant (-1 empty), neighbors,
   best (-1), count (0) and weight (exp(k_S gain) of 8 steps, 0 barred): arrays over cells.
   offset and length (in cells) of the 8 steps. Returns how often somebody moved. */
int64_t walk(int64_t steps, uint64_t seed, double friction, int32_t all, int32_t people,
             int32_t stride,
             int32_t cells, int32_t *restrict cell, const double *restrict reach,
             const double *restrict limit, const double *restrict at_rest,
             const int8_t *restrict presses, int8_t *restrict still, int32_t *restrict claim,
             double *restrict claim_draw, int32_t *restrict proposer, int32_t *restrict occupant,
             int8_t *restrict neighbors, double *restrict best, int32_t *restrict count,
             const double *restrict weight, const int32_t *restrict offset,
             const double *restrict length)
{
    int64_t moved = 0, looked = 0;
    for (int64_t step = 0; step < steps; step++) {
        int32_t proposers = 0;
        for (int32_t i = 0; i < people; i++) {
            if (still[i] == STUCK)
                continue;
            const int32_t here = cell[i];
            const int around = neighbors[here];
            if (around == 8)
                continue;
            if (presses[i] && !all) {
                if (still[i] == LOOSE) {
                    int8_t how = around <= at_rest[i] + 1.0 ? STUCK : TIGHT;
                    for (int k = 0; k < 8; k++) {
                        const int32_t there = here + offset[k];
                        if (occupant[there] < 0 && neighbors[there] - 1 <= limit[i]
                            && weight[8 * (int64_t)here + k] > 0.0)
                            how = FREE;
                    }
                    still[i] = how;
                    looked++;
                }
                if (still[i] != FREE)
                    continue;
            }
            const double chance = STEP_PROBABILITY[around] * reach[i];
            const double u = draw(seed, step, i, MOVE);
            if (u >= chance)
                continue;
            double v = draw(seed, step, i, CHOICE), total = 1.0;
            int chosen = -1;
            for (int k = 0; k < 8; k++) {
                const int32_t there = here + offset[k];
                const double w = weight[8 * (int64_t)here + k];
                if (occupant[there] >= 0 || neighbors[there] - 1 > limit[i] || w <= 0.0)
                    continue;
                total += w;
                const double share = w / total;
                if (v < share) {
                    chosen = k;
                    v = v / share;
                } else {
                    v = (v - share) / (1.0 - share);
                }
            }
            if (chosen < 0 || u * length[chosen] >= chance)
                continue;
            const int32_t there = here + offset[chosen];
            claim[i] = there;
            claim_draw[i] = draw(seed, step, i, CONFLICT);
            if (claim_draw[i] > best[there])
                best[there] = claim_draw[i];
            count[there]++;
            proposer[proposers++] = i;
        }
        for (int32_t n = 0; n < proposers; n++) {
            const int32_t i = proposer[n], there = claim[i];
            if (claim_draw[i] != best[there])
                continue;
            if (count[there] > 1 && draw(seed, step, there, FRICTION) < friction)
                continue;
            looked -= still[i] != LOOSE;
            still[i] = LOOSE;
            occupant[cell[i]] = -1;
            for (int k = 0; k < 8; k++)
                neighbors[cell[i] + offset[k]]--;
            loosen(cell[i], 2, stride, cells, occupant, still, &looked);
            occupant[there] = i;
            for (int k = 0; k < 8; k++)
                neighbors[there + offset[k]]++;
            loosen(there, 1, stride, cells, occupant, still, &looked);
            cell[i] = there;
            moved++;
        }
        for (int32_t n = 0; n < proposers; n++) {
            best[claim[proposer[n]]] = -1.0;
            count[claim[proposer[n]]] = 0;
        }
    }
    return moved;
}
