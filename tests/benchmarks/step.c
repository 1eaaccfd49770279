/* The plain movement step in C, as a limit beside which the kernel is measured.

   Everyone proposes from one occupancy: chooses among free neighbors and staying with weight
   exp(k_S gain), those who press only where it is not too dense ahead and nobody before them waits
   for the place; moves with probability v dt/l, v the speed that the distance to the one ahead
   allows; conflicts with friction; moves. Everybody is asked in every step, or who presses and finds
   no step is left alone until somebody near moves, as in the kernel: people do the same either way.
   No push drive that changes, no stepping back, no squeezing, no force. Draws and rules as in
   gatecrush.model.rules: movement, comfort, headway, yielding and standstill. */

#include <math.h>
#include <stdint.h>

enum { MOVE = 1, CHOICE = 2, CONFLICT = 3, FRICTION = 4 };
enum { LOOSE = 0, FREE = 1, STUCK = 2, TIGHT = 3 };

static const double LAST_BIT = 1e-9, THROAT = 0.5, GAMMA = 1.913;

/* The site. offset and length (m) of the 8 steps; around: difference to the other cells within
   0.6 m, which span reach rows and columns; in_front: difference to those in front of each step, up to
   front_size of them, 0 after the last. Arrays over cells: ahead (neighbor nearest to the gate,
   -1 if none), walkable (0 wall), is_gate (1 in the opening), to_gate (m), weight (exp(k_S gain) of
   8 steps, 0 barred). */
struct site {
    int32_t stride, cells, around_size, reach, front_size;
    double side, standing_gap, wall_comfort, comfort, jam_density;
    const int32_t *offset, *around, *in_front, *ahead;
    const int8_t *walkable, *is_gate;
    const double *length, *to_gate, *weight;
};

/* The people: their cell; speed and time_gap; since when they press; limit (largest density ahead
   that they accept); presses, yields (leaves places to others), still (all LOOSE). Arrays over
   cells: occupant (-1 empty), neighbors. */
struct crowd {
    int64_t people;
    int32_t *cell, *occupant;
    const double *speed, *time_gap, *since, *limit;
    const int8_t *presses, *yields;
    int8_t *still, *neighbors;
};

static inline double draw(uint64_t seed, uint64_t step, uint64_t person, uint64_t purpose)
{
    uint64_t z = seed + step * 0x9E3779B97F4A7C15u;
    z ^= (person + 1) * 0xD1B54A32D192ED03u + purpose * 0x8CB92BA72F3D8DD7u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return (double)(z >> 11) * (1.0 / 9007199254740992.0);
}

static inline void loosen(const struct site *s, struct crowd *c, int32_t cell, int32_t reach,
                          int64_t *looked)
{
    if (*looked == 0)
        return;
    for (int32_t row = -reach; row <= reach; row++) {
        const int32_t middle = cell + row * s->stride;
        const int32_t first = middle - reach < 0 ? 0 : middle - reach;
        const int32_t last = middle + reach + 1 < s->cells ? middle + reach + 1 : s->cells;
        for (int32_t there = first; there < last; there++) {
            const int32_t other = c->occupant[there];
            if (other >= 0) {
                *looked -= c->still[other] != LOOSE;
                c->still[other] = LOOSE;
            }
        }
    }
}

/* Density that somebody on `here` would find on `there`, 1/m^2. */
static inline double density_ahead(const struct site *s, const struct crowd *c, int32_t here,
                                   int32_t there)
{
    const double far = s->to_gate[here] + LAST_BIT;
    double people = 1.0, cells = 1.0;
    for (int32_t k = 0; k < s->around_size; k++) {
        const int32_t other = there + s->around[k];
        if (other < 0 || other >= s->cells || other == here)
            continue;
        if (s->walkable[other] == 0) {
            if (s->is_gate[other] == 0) {
                people += s->wall_comfort;
                cells += 1.0;
            }
        } else if (s->to_gate[other] <= far) {
            people += c->occupant[other] >= 0 ? 1.0 : 0.0;
            cells += 1.0;
        }
    }
    return people / (cells * s->side * s->side);
}

/* Whether it is denser around a cell than accepted at rest, by more than one person. */
static inline int stands_too_tightly(const struct site *s, const struct crowd *c, int32_t here)
{
    double people = 1.0;
    for (int32_t k = 0; k < s->around_size; k++) {
        const int32_t other = here + s->around[k];
        if (other < 0 || other >= s->cells || s->walkable[other] == 0)
            people += s->wall_comfort;
        else
            people += c->occupant[other] >= 0 ? 1.0 : 0.0;
    }
    const double area = (s->around_size + 1.0) * s->side * s->side;
    return people / area > s->comfort + 1.0 / area;
}

/* Whether person i leaves a free cell to somebody who has pressed for longer. */
static inline int leaves_place(const struct site *s, const struct crowd *c, int32_t i,
                               int32_t there)
{
    for (int k = 0; k < 8; k++) {
        const int32_t behind = there + s->offset[k], other = c->occupant[behind];
        if (other < 0 || !c->presses[other])
            continue;
        if (c->since[other] > c->since[i] || (c->since[other] == c->since[i] && other >= i))
            continue;
        if (s->to_gate[behind] <= s->to_gate[there])
            continue;
        const int32_t ahead = s->ahead[behind];
        if (ahead == there || (ahead >= 0 && c->occupant[ahead] >= 0))
            return 1;
    }
    return 0;
}

static inline int accepts(const struct site *s, const struct crowd *c, int32_t i, int32_t there)
{
    if (s->to_gate[there] > THROAT && density_ahead(s, c, c->cell[i], there) > c->limit[i])
        return 0;
    return !(c->yields[i] && leaves_place(s, c, i, there));
}

/* People per m^2 in the half disc of 1 m in front of who takes step k. */
static inline double density_in_front(const struct site *s, const struct crowd *c, int32_t here,
                                      int k)
{
    double people = 0.0, cells = 0.0;
    for (int32_t n = 0; n < s->front_size; n++) {
        const int32_t difference = s->in_front[k * s->front_size + n];
        if (difference == 0)
            break;
        cells += 1.0;
        const int32_t other = here + difference;
        if (other >= 0 && other < s->cells && c->occupant[other] >= 0)
            people += 1.0;
    }
    return people / (cells * s->side * s->side);
}

/* Speed at which person i walks by step k onto `there`, m/s. */
static inline double pace(const struct site *s, const struct crowd *c, int32_t i, int32_t there,
                          int k)
{
    double free = c->speed[i];
    if (s->ahead[there] < 0)
        return free;
    if (!c->presses[i]) {
        const double density = density_in_front(s, c, c->cell[i], k);
        if (density > 0.0) {
            const double slowed = 1.0 - exp(-GAMMA * (1.0 / density - 1.0 / s->jam_density));
            free *= slowed > 0.0 ? slowed : 0.0;
        }
    }
    const double enough = s->standing_gap + free * c->time_gap[i];
    double gap = s->length[k];
    while (gap < enough) {
        there += s->offset[k];
        gap += s->length[k];
        if (s->walkable[there] == 0)
            return free;
        if (c->occupant[there] >= 0) {
            const double room = gap > s->standing_gap ? gap - s->standing_gap : 0.0;
            return free < room / c->time_gap[i] ? free : room / c->time_gap[i];
        }
    }
    return free;
}

/* Whether a pressing person has any step to choose; looks once until somebody near moves. */
static inline int finds_step(const struct site *s, struct crowd *c, int32_t i, int64_t *looked)
{
    if (c->still[i] == LOOSE) {
        const int32_t here = c->cell[i];
        int8_t how = stands_too_tightly(s, c, here) ? TIGHT : STUCK;
        for (int k = 0; k < 8; k++) {
            const int32_t there = here + s->offset[k];
            if (s->weight[8 * (int64_t)here + k] > 0.0 && c->occupant[there] < 0
                && accepts(s, c, i, there))
                how = FREE;
        }
        c->still[i] = how;
        (*looked)++;
    }
    return c->still[i] == FREE;
}

/* Walk `steps` time steps of time_step s.

   all: whether to ask everybody. claim, claim_draw and proposer: work space, arrays over people.
   best (-1) and count (0): arrays over cells. Returns how often somebody moved. */
int64_t walk(int64_t steps, uint64_t seed, double friction, double time_step, int32_t all,
             const struct site *s, struct crowd *c, int32_t *restrict claim,
             double *restrict claim_draw, int32_t *restrict proposer, double *restrict best,
             int32_t *restrict count)
{
    int64_t moved = 0, looked = 0;
    const int32_t wide = s->reach + 1 > 3 ? s->reach + 1 : 3;
    for (int64_t step = 0; step < steps; step++) {
        int32_t proposers = 0;
        for (int32_t i = 0; i < c->people; i++) {
            const int32_t here = c->cell[i];
            if (c->still[i] == STUCK || c->neighbors[here] == 8)
                continue;
            if (c->presses[i] && !all && !finds_step(s, c, i, &looked))
                continue;
            const double u = draw(seed, step, i, MOVE);
            if (u * s->side >= c->speed[i] * time_step)
                continue;
            double v = draw(seed, step, i, CHOICE), total = 1.0;
            int chosen = -1;
            for (int k = 0; k < 8; k++) {
                const int32_t there = here + s->offset[k];
                const double w = s->weight[8 * (int64_t)here + k];
                if (c->occupant[there] >= 0 || w <= 0.0)
                    continue;
                if (c->presses[i] && !accepts(s, c, i, there))
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
            if (chosen < 0) {
                looked -= c->still[i] != LOOSE;
                c->still[i] = LOOSE;
                continue;
            }
            const int32_t there = here + s->offset[chosen];
            if (u * s->length[chosen] >= pace(s, c, i, there, chosen) * time_step)
                continue;
            claim[i] = there;
            claim_draw[i] = draw(seed, step, i, CONFLICT);
            if (claim_draw[i] > best[there])
                best[there] = claim_draw[i];
            count[there]++;
            proposer[proposers++] = i;
        }
        for (int32_t n = 0; n < proposers; n++) {
            const int32_t i = proposer[n], there = claim[i], here = c->cell[i];
            if (claim_draw[i] != best[there])
                continue;
            if (count[there] > 1 && draw(seed, step, there, FRICTION) < friction)
                continue;
            looked -= c->still[i] != LOOSE;
            c->still[i] = LOOSE;
            c->occupant[here] = -1;
            for (int k = 0; k < 8; k++)
                c->neighbors[here + s->offset[k]]--;
            loosen(s, c, here, wide, &looked);
            c->occupant[there] = i;
            for (int k = 0; k < 8; k++)
                c->neighbors[there + s->offset[k]]++;
            loosen(s, c, there, s->reach, &looked);
            c->cell[i] = there;
            moved++;
        }
        for (int32_t n = 0; n < proposers; n++) {
            best[claim[proposer[n]]] = -1.0;
            count[claim[proposer[n]]] = 0;
        }
    }
    return moved;
}
