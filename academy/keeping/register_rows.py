"""The rows of academy/retention.py about registers, and who came without an account."""

from academy.keeping.row import Row

REGISTERS = (
    Row(
        "registers",
        "Registers: every mark, every signed version, slips of walk-ins, photos of the paper",
        "Funders ask for them for six years. The database refuses to let go of one within three.",
        goes="Marks, signed registers with their names, slips and photos of the session.",
        stays="The dates, and on each person’s own record that they took the course.",
        covers=(
            "learners.AttendanceMark",
            "learners.RegisterSignoff",
            "learners.WalkIn",
            "learners.SheetPhoto",
        ),
        find="learners.attendance.keeping_queries.registers",
        forget="learners.attendance.keeping_actions.forget_registers",
        line="{cohort}, {day}",
        related=("cohort__course",),
    ),
    Row(
        "check-in-requests",
        "Names typed at the door that fitted nobody",
        "The trainer says on the day who it was. A month leaves time to ask.",
        goes="The name as it was typed, and by which browser.",
        stays="The mark on the register, where there is one.",
        covers=("learners.CheckInRequest",),
        find="learners.attendance.keeping_queries.check_in_requests",
        line="{name}, {session.cohort}",
        related=("session__cohort__course",),
    ),
    Row(
        "attendance-certificates",
        "Certificates of attendance, with their files",
        "As long as the register that proves them.",
        goes="The certificate, its file, and the page that checks its number.",
        stays="On the person’s own record that they took the course. Certificates of online courses stay.",
        covers=("learners.Certificate",),
        find="learners.certificates.keeping_queries.attendance_certificates",
        forget="learners.certificates.keeping_actions.forget_certificates",
        line="{serial}, {course_title}",
    ),
    Row(
        "unclaimed-walk-ins",
        "People who came to the door, gave a name, and never claimed their slip",
        "Two years leave time to find the slip, and the hub knows who comes back.",
        goes="The name, what they need, and everything else on the person’s rows; the slip opens nothing.",
        stays="The signed register and the certificate, with the name as it was said, for their own time.",
        covers=("academy.Account:full_name name_for_certificate",),
        find="learners.attendance.keeping_queries.unclaimed_walk_ins",
        forget="learners.attendance.keeping_actions.forget_walk_ins",
        line="{full_name}",
    ),
)
