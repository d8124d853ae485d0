package duenotice.contact;

/** Who says that a change of contacts is right (R31). */
public sealed interface Confirmation {
    /** The word used in the database and the API. */
    String word();

    /** For the record: by whom. */
    String by();

    /** Somebody opened the link in a mail to an address that was on file before, and pressed the button. */
    record OldChannel(String address) implements Confirmation {
        @Override
        public String word() {
            return "old-channel";
        }

        @Override
        public String by() {
            return address;
        }
    }

    /** A customer who has logged in. */
    record Login(String address) implements Confirmation {
        @Override
        public String word() {
            return "login";
        }

        @Override
        public String by() {
            return address;
        }
    }

    /** A member of staff rang a number that was on file before. */
    record CallBack(String number, String agent) implements Confirmation {
        @Override
        public String word() {
            return "call-back";
        }

        @Override
        public String by() {
            return agent;
        }
    }
}
