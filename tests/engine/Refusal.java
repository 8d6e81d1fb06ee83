/** What the phone would not accept: why, at which question, and the form's own words if it has any. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final String reason;
    final String question;

    Refusal(String reason, String question, String message) {
        super(message);
        this.reason = reason;
        this.question = question;
    }
}
