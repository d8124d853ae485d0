package duenotice.casework;

/** Where the loop lets things be done that touch the outside. */
interface Lanes {
    /** How many more could be started now. */
    int free(Lane lane);

    /** Takes a place; false where there is none. */
    boolean take(Lane lane);

    /** Nothing is done in a place that was taken. */
    void giveBack(Lane lane);

    /** Does it in a place that was taken, and gives the place back. */
    void run(Lane lane, Runnable deed);

    /** Does it as soon as there is a place. */
    void runInTurn(Lane lane, Runnable deed);

    /** One thing after the other, in the thread that asks: a clock that is moved plays everything in order. */
    Lanes HERE = new Lanes() {
        @Override
        public int free(Lane lane) {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean take(Lane lane) {
            return true;
        }

        @Override
        public void giveBack(Lane lane) {
            // nothing was taken
        }

        @Override
        public void run(Lane lane, Runnable deed) {
            deed.run();
        }

        @Override
        public void runInTurn(Lane lane, Runnable deed) {
            deed.run();
        }
    };
}
