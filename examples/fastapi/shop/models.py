from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NEW, CONFIRMED = "new", "confirmed"


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "products"
    __table_args__ = (
        Index(
            "products_name_trigrams", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    photo: Mapped[str] = mapped_column(String(200), server_default="")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    state: Mapped[str] = mapped_column(String(10), server_default=NEW)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
