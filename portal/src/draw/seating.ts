// Who can be seated together: each in a seat of its own, either one kept for a specialty that the person covers or an open one (step 4 of
// lianfang.expert.v1.Draw). Written anew from the contract, not from the service: two programs that agree prove more than one.
import type { Candidate, FrozenList } from '$/gen/lianfang/expert/v1/draw_pb';

const open = -1;

export class Seating {
  // The need that each seat is kept for, by its place; open ones last.
  private readonly seats: number[] = [];
  private readonly specialties: string[];

  constructor(list: FrozenList) {
    this.specialties = list.specialtyNeeds.map((need) => need.specialty);
    list.specialtyNeeds.forEach((need, place) => {
      for (let i = 0; i < need.seats; ++i) this.seats.push(place);
    });
    while (this.seats.length < list.panelSize) this.seats.push(open);
  }

  get size(): number {
    return this.seats.length;
  }

  specialty(seat: number): string {
    const need = this.seats[seat]!;
    return need === open ? '' : this.specialties[need]!;
  }

  private fits(person: Candidate, seat: number): boolean {
    const need = this.seats[seat]!;
    return need === open || person.specialties.includes(this.specialties[need]!);
  }

  // canSeat: whether all of them have a seat at once, by augmenting paths.
  canSeat(people: Candidate[], taken: ReadonlySet<number> = new Set()): boolean {
    const owner = new Map<number, number>();
    const place = (person: number, tried: Set<number>): boolean => {
      for (let seat = 0; seat < this.size; ++seat) {
        if (taken.has(seat) || tried.has(seat) || !this.fits(people[person]!, seat)) continue;
        tried.add(seat);
        const sitting = owner.get(seat);
        if (sitting === undefined || place(sitting, tried)) {
          owner.set(seat, person);
          return true;
        }
      }
      return false;
    };
    return people.every((_, person) => place(person, new Set()));
  }

  // assign: for each of people who can be seated together, in order, the first free seat that still lets all be seated.
  assign(people: Candidate[]): number[] {
    const taken = new Set<number>();
    return people.map((person, index) => {
      for (let seat = 0; seat < this.size; ++seat) {
        if (taken.has(seat) || !this.fits(person, seat)) continue;
        taken.add(seat);
        if (this.canSeat(people.slice(index + 1), taken)) return seat;
        taken.delete(seat);
      }
      return -1;
    });
  }
}
